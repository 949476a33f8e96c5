from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from longting.accounts.models import Post, User, UserSession
from longting.common import clock
from tests.factories import client_of

ME, USERS = "/account/me/", "/account/users/"
AUTOSAVE = {"X-Requested-With": "XMLHttpRequest"}
PASSWORD_PAGE, FACTOR_PAGE, ENROL_PAGE = "/account/me/password/", "/account/second-factor/", "/account/me/factor/"


def where(answer):
    return answer.url.split("?")[0] if answer.status_code == 302 else answer.status_code


def test_half_an_hour_of_rest_ends_the_session(cast, time_machine_now):
    client = client_of(cast.beijiao)
    time_machine_now.shift(timedelta(minutes=29))
    assert where(client.get(ME)) == 200
    time_machine_now.shift(timedelta(minutes=30))
    assert where(client.get(ME)) == "/account/login/"
    assert (UserSession.objects.count(), Session.objects.filter(expire_date__gt=clock.now()).count()) == (0, 0)


def test_the_reason_stands_on_the_login_page(cast, time_machine_now):
    client = client_of(cast.beijiao)
    time_machine_now.shift(timedelta(minutes=30))
    page = client.get(ME, follow=True).content.decode()
    assert "已有 30 分钟没有操作，为安全起见请重新登录。" in page


def test_work_keeps_the_session_alive_for_twelve_hours_and_no_longer(cast, time_machine_now):
    client = client_of(cast.beijiao)
    for _ in range(35):
        time_machine_now.shift(timedelta(minutes=20))
        assert where(client.get(ME)) == 200
    time_machine_now.shift(timedelta(minutes=20))
    assert where(client.get(ME)) == "/account/login/"


def test_a_page_that_asks_by_itself_is_nobody_at_work(cast, time_machine_now):
    client = client_of(cast.beijiao)
    time_machine_now.shift(timedelta(minutes=20))
    assert where(client.get(ME, headers={"X-Background": "1"})) == 200
    time_machine_now.shift(timedelta(minutes=10))
    assert where(client.get(ME)) == "/account/login/"


def test_whoever_fills_in_a_long_form_is_at_work(cast, time_machine_now):
    client = client_of(cast.beijiao)
    for _ in range(3):
        time_machine_now.shift(timedelta(minutes=20))
        saved = client.post("/files/drafts/project/new/save/", {"name": "x"}, headers=AUTOSAVE)
        assert saved.status_code == 204
    assert where(client.get(ME)) == 200


def test_a_session_ended_elsewhere_is_over_at_the_next_request(cast):
    client = client_of(cast.beijiao)
    UserSession.objects.all().delete()
    assert where(client.get(ME)) == "/account/login/"


def test_a_deactivated_person_is_out_at_the_next_request(cast):
    client = client_of(cast.beijiao)
    User.objects.filter(pk=cast.beijiao.pk).update(is_active=False)
    assert where(client.get(ME)) == "/account/login/"


def test_a_role_that_ended_yesterday_reaches_nothing_at_the_next_request(cast):
    client = client_of(cast.admin)
    assert where(client.get(USERS)) == 200
    Post.objects.filter(user=cast.admin).update(ends=clock.today() - timedelta(days=1))
    assert where(client.get(USERS)) == 403


def test_a_role_given_counts_at_the_next_request(cast):
    client = client_of(cast.beijiao)
    assert where(client.get(USERS)) == 403
    Post.objects.filter(user=cast.beijiao).update(role="admin")
    assert where(client.get(USERS)) == 200


def test_a_temporary_password_leads_to_the_password_page_alone(cast):
    User.objects.filter(pk=cast.admin.pk).update(must_change_password=True)
    client = client_of(cast.admin)
    assert [where(client.get(page)) for page in (USERS, ME, PASSWORD_PAGE)] == [PASSWORD_PAGE, 200, 200]
    assert where(client.post(reverse("accounts:logout"))) == "/account/login/"


@pytest.mark.parametrize(("age", "answer"), [(89, 200), (90, PASSWORD_PAGE)])
def test_a_password_past_its_term_leads_to_the_password_page(cast, age, answer):
    User.objects.filter(pk=cast.admin.pk).update(password_changed_at=clock.now() - timedelta(days=age))
    assert where(client_of(cast.admin).get(USERS)) == answer


def test_a_binding_role_without_telephone_must_bind_one_first(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = client_of(cast.admin)
    assert [where(client.get(page)) for page in (USERS, ME, FACTOR_PAGE, ENROL_PAGE)] == [
        ENROL_PAGE,
        ENROL_PAGE,
        200,
        200,
    ]


def test_a_binding_role_with_telephone_must_prove_it_and_cannot_bind_another(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    TOTPDevice.objects.create(user=cast.admin, name="手机")
    client = client_of(cast.admin)
    assert [where(client.get(page)) for page in (USERS, ENROL_PAGE, FACTOR_PAGE)] == [FACTOR_PAGE, FACTOR_PAGE, 200]


def test_the_telephone_comes_before_the_password(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    User.objects.filter(pk=cast.admin.pk).update(must_change_password=True)
    assert where(client_of(cast.admin).get(PASSWORD_PAGE)) == ENROL_PAGE


def test_other_roles_need_no_telephone(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert where(client_of(cast.beijiao).get(ME)) == 200


def test_where_it_is_not_required_binding_roles_need_none_either(cast):
    assert where(client_of(cast.admin).get(USERS)) == 200


def test_public_pages_stay_open_whatever_is_owed(cast, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    assert where(client_of(cast.admin).get("/account/login/")) == reverse("desk:workbench")
