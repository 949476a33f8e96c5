from datetime import date

import pytest
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from longting.accounts.models import Post, User
from longting.audit.models import AuditEvent
from longting.common import clock
from tests.factories import client_of, make_user, organisation

USERS = "/account/users/"
REASON = "本人来电申请"


@pytest.fixture
def admin(cast):
    return client_of(cast.admin)


def page(person, act=""):
    return f"{USERS}{person.pk}/{act}"


def names(answer):
    return [row["name"] for row in answer.context["rows"]]


def test_the_list_shows_everybody_with_unit_and_role_of_today(cast, admin):
    Post.objects.filter(user=cast.zhujian).update(ends=date(2020, 2, 1))
    rows = {row["name"]: [cell.text for cell in row["cells"]] for row in admin.get(USERS).context["rows"]}
    assert rows["beijiao"][1:4] == ["李北郊", "北郊乡人民政府", "填报"]
    assert rows["zhujian"][2:4] == ["—", "—"]
    assert len(rows) == 14


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=北郊", ["beijiao", "beijiao_head"]),
        ("q=BEIJIAO_", ["beijiao_head"]),
        ("role=auditor", ["auditor"]),
        ("active=0", ["leader"]),
        ("role=clerk&q=外乡", ["outsider"]),
        ("sort=-username&q=zhu", ["zhujian_head", "zhujian"]),
    ],
)
def test_the_list_is_narrowed_by_its_filters(cast, admin, query, found):
    User.objects.filter(pk=cast.leader.pk).update(is_active=False)
    assert names(admin.get(f"{USERS}?{query}")) == found


def test_the_list_is_narrowed_by_organisation(cast, admin):
    place = organisation("区住房和城乡建设局")
    assert names(admin.get(f"{USERS}?organisation={place.pk}")) == ["service", "zhujian", "zhujian_head"]


def test_telephone_numbers_are_masked_in_the_list_and_written_on_the_account(cast, admin):
    User.objects.filter(pk=cast.beijiao.pk).update(phone="13800138000")
    listed = admin.get(f"{USERS}?q=beijiao").content.decode()
    assert "138****8000" in listed
    assert "13800138000" not in listed
    assert "13800138000" in admin.get(page(cast.beijiao)).content.decode()


def test_an_export_is_masked_too_and_recorded(cast, admin):
    answer = admin.get(f"{USERS}?export=xlsx&q=beijiao")
    assert answer.getvalue()[:2] == b"PK"
    assert AuditEvent.objects.first().summary == "导出账号名单，共 2 人"


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_same_questions_for_one_row_and_for_three(cast, admin, people, django_assert_num_queries):
    for number in range(people):
        make_user(f"zz{number}", "clerk", organisation("区财政局"))
    admin.get(f"{USERS}?q=zz")
    with django_assert_num_queries(LIST_QUERIES):
        assert len(names(admin.get(f"{USERS}?q=zz"))) == people


#: Reader: session, account, its note, posts, units below. List: rows, posts, filter choices, views. Frame: notices.
LIST_QUERIES = 10


def test_a_new_account_shows_its_password_once(cast, admin):
    answer = admin.post(f"{USERS}new/", {"username": "Li.Si", "name": "李四", "phone": ""})
    person = User.objects.get(username="li.si")
    assert person.check_password(answer.context["issued"][0].password)
    assert admin.get(page(person)).context["facts"][4]["note"] == "临时密码，第一次登录时须改成自己的密码"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "beijiao"}, "username"),
        ({"username": "李四"}, "username"),
        ({"name": ""}, "name"),
        ({"phone": "1"}, "phone"),
    ],
)
def test_an_account_that_cannot_be_made_keeps_what_was_typed(cast, admin, change, field):
    answer = admin.post(f"{USERS}new/", {"username": "li.si", "name": "李四", "phone": "13800138000"} | change)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    typed = {"username": "li.si", "name": "李四", "phone": "13800138000"} | change
    assert {name: answer.context["form"][name].value() for name in typed} == typed


def test_an_edit_leads_back_to_the_account_and_stands_in_its_history(cast, admin):
    data = {"name": "李北", "phone": "", "version": 1, "reason": REASON}
    assert admin.post(page(cast.beijiao, "edit/"), data).url == page(cast.beijiao)
    entry = admin.get(page(cast.beijiao)).context["history"][0]
    assert (entry["who"], entry["text"], entry["note"], entry["now"]) == (
        "蒋管理",
        "修改账号 beijiao 的姓名",
        REASON,
        True,
    )


def test_coming_and_going_does_not_fill_the_history(cast, admin):
    Client().post("/account/login/", {"username": "beijiao", "password": "wrong"})
    assert admin.get(page(cast.beijiao)).context["history"] == []


def test_an_edit_from_an_old_page_answers_409_and_keeps_the_words(cast, admin):
    User.objects.filter(pk=cast.beijiao.pk).update(version=2)
    answer = admin.post(page(cast.beijiao, "edit/"), {"name": "李北", "phone": "", "version": 1, "reason": REASON})
    assert (answer.status_code, answer.context["form"]["name"].value()) == (409, "李北")
    assert answer.context["form"].non_field_errors()[0].startswith("已被他人处理")


def test_an_edit_without_reason_is_refused(cast, admin):
    answer = admin.post(page(cast.beijiao, "edit/"), {"name": "李北", "phone": "", "version": 1, "reason": "换"})
    assert answer.context["form"].errors["reason"] == ["请写明理由，至少 4 个字。"]


def test_deactivation_and_activation_from_the_account_page(cast, admin):
    data = {"state-version": 1, "state-reason": REASON}
    assert admin.post(page(cast.beijiao, "deactivate/"), data).url == page(cast.beijiao)
    assert admin.get(page(cast.beijiao)).context["state_title"] == "启用账号"
    assert admin.post(page(cast.beijiao, "activate/"), data | {"state-version": 2}).url == page(cast.beijiao)
    assert User.objects.get(pk=cast.beijiao.pk).is_active


@pytest.mark.parametrize("act", ["deactivate/", "activate/"])
def test_a_change_of_state_without_reason_shows_the_account_again(cast, admin, act):
    answer = admin.post(page(cast.beijiao, act), {"state-version": 1, "state-reason": ""})
    assert (answer.status_code, list(answer.context["state_form"].errors)) == (422, ["reason"])


def test_an_act_that_the_service_refuses_shows_the_account_again(cast, admin):
    answer = admin.post(page(cast.beijiao, "activate/"), {"state-version": 1, "state-reason": REASON})
    assert answer.context["state_form"].non_field_errors() == ["账号已经启用。"]


def test_a_reset_shows_the_password_once(cast, admin):
    TOTPDevice.objects.create(user=cast.beijiao, name="手机")
    data = {"reset-version": 1, "reset-reason": REASON, "reset-drop_factor": "on"}
    issued = admin.post(page(cast.beijiao, "reset/"), data).context["issued"]
    assert User.objects.get(pk=cast.beijiao.pk).check_password(issued[0].password)
    assert not TOTPDevice.objects.exists()


def test_a_reset_sent_twice_gives_no_second_password(cast, admin):
    data = {"reset-version": 1, "reset-reason": REASON}
    issued = admin.post(page(cast.beijiao, "reset/"), data).context["issued"]
    assert admin.post(page(cast.beijiao, "reset/"), data).status_code == 409
    assert User.objects.get(pk=cast.beijiao.pk).check_password(issued[0].password)


def test_a_reset_without_reason_is_refused(cast, admin):
    answer = admin.post(page(cast.beijiao, "reset/"), {"reset-version": 1, "reset-reason": ""})
    assert (answer.status_code, list(answer.context["reset_form"].errors)) == (422, ["reason"])


def test_ones_own_account_offers_no_acts(cast, admin):
    text = admin.get(page(cast.admin)).content.decode()
    assert "由另一位系统管理员办理" in text
    assert not any(words in text for words in ("停用账号", "重置密码</button>", "办理交接"))


APPOINTMENT = {"role": "service_officer", "title": "科长", "starts": "2026-11-01", "ends": "", "reason": REASON}


def test_an_appointment_from_the_account_page(cast, admin):
    data = APPOINTMENT | {"organisation": organisation("北郊乡人民政府").pk}
    assert admin.post(page(cast.beijiao, "posts/new/"), data).url == page(cast.beijiao)
    assert cast.beijiao.posts.filter(role="service_officer", starts=date(2026, 11, 1)).exists()


def test_a_refused_appointment_says_why_beside_the_field(cast, admin):
    data = APPOINTMENT | {"organisation": organisation("区委区政府").pk}
    answer = admin.post(page(cast.beijiao, "posts/new/"), data)
    assert answer.context["form"].errors["role"] == ["“首席服务官”不能设在区委区政府，请核对单位类别。"]
    assert answer.context["form"]["title"].value() == "科长"


def test_a_date_that_is_none_is_explained(cast, admin):
    data = APPOINTMENT | {"organisation": organisation("北郊乡人民政府").pk, "starts": "下个月"}
    answer = admin.post(page(cast.beijiao, "posts/new/"), data)
    assert answer.context["form"].errors["starts"] == ["日期写成 2026-11-02 这样。"]


def test_a_post_ends_from_its_own_page(cast, admin):
    post = cast.beijiao.posts.get()
    answer = admin.post(f"/account/posts/{post.pk}/end/", {"ends": "2026-11-01", "reason": REASON})
    assert answer.url == page(cast.beijiao)
    assert Post.objects.get(pk=post.pk).ends == date(2026, 11, 1)


def test_an_end_before_the_beginning_is_refused(cast, admin):
    post = cast.beijiao.posts.get()
    answer = admin.post(f"/account/posts/{post.pk}/end/", {"ends": "2019-11-01", "reason": REASON})
    assert answer.context["form"].errors["ends"] == ["离任日期不能早于到任日期（2020年1月1日）。"]


def test_a_post_that_has_ended_offers_no_end(cast, admin):
    Post.objects.filter(user=cast.beijiao).update(ends=date(2020, 2, 1))
    cells = admin.get(page(cast.beijiao)).context["post_rows"][0]["cells"]
    assert [(cell.text, cell.url) for cell in cells[-2:]] == [("已离任", ""), ("—", "")]


def test_the_post_page_proposes_today(cast, admin):
    assert admin.get(page(cast.beijiao, "posts/new/")).context["form"]["starts"].value() == clock.today()
