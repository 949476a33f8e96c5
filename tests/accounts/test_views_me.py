from datetime import timedelta

import pytest
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from longting.accounts.forms.sign_in import EnrolForm
from longting.accounts.models import User, UserSession
from longting.accounts.services import factors
from longting.common import clock
from tests.accounts.test_services_factors import code_at
from tests.factories import PASSWORD, client_of

ME, PASSWORD_PAGE, ENROL, REMOVE = (
    "/account/me/",
    "/account/me/password/",
    "/account/me/factor/",
    "/account/me/factor/remove/",
)
FACTOR, LOGIN = "/account/second-factor/", "/account/login/"
NEW = {"current": PASSWORD, "new": "wuyu-Hao-2026", "again": "wuyu-Hao-2026"}


def test_my_page_shows_posts_permissions_and_sessions(cast):
    context = client_of(cast.beijiao).get(ME).context
    assert [cell.text for cell in context["post_rows"][0]["cells"][:2]] == ["北郊乡人民政府", "填报"]
    assert context["permissions"] == [
        "查看项目（可见范围内）",
        "登记、修改项目主档",
        "上传项目附件",
        "查看联系电话",
        "把视图共享给本单位",
        "填写、提交重点项目申报",
        "初审申报、汇总上报",
        "查阅已印发的名单",
    ]
    assert [is_this for _, is_this in context["sessions"]] == [True]


def test_my_page_marks_this_browser_among_others(cast):
    client_of(cast.beijiao)
    context = client_of(cast.beijiao).get(ME).context
    assert (sorted(this for _, this in context["sessions"]), context["has_others"]) == ([False, True], True)


def test_a_new_password_keeps_this_browser_and_ends_the_others(cast):
    other, client = client_of(cast.beijiao), client_of(cast.beijiao)
    key = client.session.session_key
    assert client.post(PASSWORD_PAGE, NEW).url == ME
    assert User.objects.get(pk=cast.beijiao.pk).check_password("wuyu-Hao-2026")
    assert client.session.session_key != key
    assert [client.get(ME).status_code, other.get(ME).status_code] == [200, 302]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"current": "wrong"}, "current", "现在的密码不对，请重新输入。"),
        ({"again": "wuyu-Hao-2027"}, "again", "两次输入的新密码不一样，请重新输入。"),
        ({"new": "Longting-26", "again": "Longting-26"}, "new", "密码里有容易猜到的“longting”，请换掉。"),
        ({"new": PASSWORD, "again": PASSWORD}, "new", "新密码不能与现在的密码相同。"),
    ],
)
def test_a_password_that_cannot_be_taken_is_explained_beside_its_field(cast, change, field, words):
    answer = client_of(cast.beijiao).post(PASSWORD_PAGE, NEW | change)
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {field: [words]})


def test_a_missing_repetition_is_asked_for_once(cast):
    answer = client_of(cast.beijiao).post(PASSWORD_PAGE, NEW | {"again": ""})
    assert len(answer.context["form"].errors["again"]) == 1


def test_one_ends_a_session_elsewhere(cast):
    other, client = client_of(cast.beijiao), client_of(cast.beijiao)
    pk = UserSession.objects.get(session_key=other.session.session_key).pk
    assert client.post(f"/account/me/sessions/{pk}/end/").url == ME
    assert [client.get(ME).status_code, other.get(ME).status_code] == [200, 302]


def test_somebody_elses_session_does_not_exist_for_me(cast):
    client_of(cast.zhujian)
    answer = client_of(cast.beijiao).post(f"/account/me/sessions/{cast.zhujian.sessions.get().pk}/end/")
    assert (answer.status_code, cast.zhujian.sessions.count()) == (404, 1)


def test_one_ends_all_other_sessions(cast):
    others, client = [client_of(cast.beijiao) for _ in range(2)], client_of(cast.beijiao)
    assert client.post("/account/me/sessions/end/").url == ME
    assert [browser.get(ME).status_code for browser in (client, *others)] == [200, 302, 302]


def bind(client):
    """Open the page, read its secret, answer with the code of now: the server's answer and the secret."""
    form = client.get(ENROL).context["form"]
    secret = form.secret_text
    answer = client.post(ENROL, {"secret": form["secret"].value(), "code": code_at(clock.now(), secret)})
    return answer, secret


def test_the_page_shows_the_secret_as_picture_and_in_groups(cast):
    context = client_of(cast.officer).get(ENROL).context
    assert context["picture"].startswith("data:image/svg+xml")
    assert [len(group) for group in context["secret_groups"]] == [4] * 8
    assert not TOTPDevice.objects.exists()


def test_a_bound_telephone_gives_recovery_codes_once(cast, time_machine_now):
    client = client_of(cast.officer)
    answer, _ = bind(client)
    assert sorted(answer.context["codes"]) == sorted(StaticToken.objects.values_list("token", flat=True))
    assert client.get(ENROL).url == ME


def test_a_bound_telephone_opens_the_session_that_had_to_bind_it(cast, settings, time_machine_now):
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_of(cast.admin)
    key = client.session.session_key
    bind(client)
    assert client.get("/account/users/").status_code == 200
    assert client.session.session_key != key


@pytest.mark.parametrize(
    ("code", "words"),
    [("12345", "验证码是 6 位数字。"), ("", "请输入验证码。"), ("１２３４５６", "验证码是 6 位数字。")],
)
def test_a_code_of_another_shape_is_explained(cast, code, words):
    client = client_of(cast.officer)
    secret = client.get(ENROL).context["form"]["secret"].value()
    answer = client.post(ENROL, {"secret": secret, "code": code})
    assert (answer.status_code, dict(answer.context["form"].errors)) == (422, {"code": [words]})


def test_a_wrong_code_keeps_the_same_secret_on_the_page(cast, time_machine_now):
    client = client_of(cast.officer)
    form = client.get(ENROL).context["form"]
    answer = client.post(ENROL, {"secret": form["secret"].value(), "code": "000000"})
    assert answer.status_code == 422
    assert answer.context["form"].secret_text == form.secret_text


@pytest.mark.parametrize("secret", ["", "forged"])
def test_a_forged_secret_is_replaced_by_a_new_one(cast, secret):
    answer = client_of(cast.officer).post(ENROL, {"secret": secret, "code": "123456"})
    assert "二维码已失效。下面是新的二维码。" in answer.content.decode()
    assert not TOTPDevice.objects.exists()


def test_the_secret_of_another_person_is_refused(cast, time_machine_now):
    form = EnrolForm(user=cast.admin)
    data = {"secret": form["secret"].value(), "code": code_at(clock.now(), form.secret_text)}
    client_of(cast.officer).post(ENROL, data)
    assert not TOTPDevice.objects.exists()


def test_a_secret_grows_old_in_half_an_hour(cast, time_machine_now):
    client = client_of(cast.officer)
    form = client.get(ENROL).context["form"]
    value, secret = form["secret"].value(), form.secret_text
    time_machine_now.shift(timedelta(minutes=29))
    client.get(ME)
    time_machine_now.shift(timedelta(minutes=2))
    client.post(ENROL, {"secret": value, "code": code_at(clock.now(), secret)})
    assert not TOTPDevice.objects.exists()


def sign_in(person):
    client = Client()
    client.post(LOGIN, {"username": person.username, "password": PASSWORD})
    return client


def test_who_bound_a_telephone_is_asked_at_each_sign_in(cast, time_machine_now):
    _, secret = bind(client_of(cast.beijiao))
    time_machine_now.shift(timedelta(minutes=5))
    client = sign_in(cast.beijiao)
    assert client.get(ME).url == f"{FACTOR}?next={ME}"
    assert client.get(f"{FACTOR}?next={ME}").context["form"]["next"].value() == ME
    key = client.session.session_key
    assert client.post(FACTOR, {"code": code_at(clock.now(), secret), "next": ME}).url == ME
    assert client.get(ME).status_code == 200
    assert client.session.session_key != key


def test_a_wrong_code_at_sign_in_is_explained(cast, time_machine_now):
    bind(client_of(cast.beijiao))
    answer = sign_in(cast.beijiao).post(FACTOR, {"code": "000 000"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"][0].startswith("验证码不对")


def test_a_recovery_code_opens_the_session(cast, time_machine_now):
    answer, _ = bind(client_of(cast.beijiao))
    code = answer.context["codes"][0].upper()
    assert sign_in(cast.beijiao).post(FACTOR, {"code": f" {code} "}).status_code == 302


def test_who_owes_no_code_is_sent_on(cast):
    assert client_of(cast.beijiao).get(FACTOR).status_code == 302


def test_unbinding_asks_for_the_password(cast, time_machine_now):
    client = client_of(cast.beijiao)
    bind(client)
    answer = client.post(REMOVE, {"password": "wrong"})
    assert (answer.status_code, factors.has_factor(cast.beijiao)) == (422, True)
    assert answer.context["factor_form"].errors["password"] == ["密码不对，第二因素没有解除。"]


def test_unbinding_frees_the_account(cast, time_machine_now):
    client = client_of(cast.beijiao)
    bind(client)
    assert client.post(REMOVE, {"password": PASSWORD}).url == ME
    assert (factors.has_factor(cast.beijiao), client.get(ME).status_code) == (False, 200)
    assert sign_in(cast.beijiao).get(ME).status_code == 200
