from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from longting.accounts.models import KnownDevice, User, UserSession
from longting.accounts.views.sign_in import EXPIRED, WRONG
from longting.audit.models import AuditEvent
from longting.common import clock
from tests.factories import PASSWORD, client_of

LOGIN = "/account/login/"
HELD = "每 30 秒只受理一次登录"
PAUSE = timedelta(seconds=30)
NAT, ELSEWHERE = "10.1.1.1", "10.9.9.9"


def sign_in(client, username, password=PASSWORD, ip=NAT, **more):
    return client.post(LOGIN, {"username": username, "password": password} | more, REMOTE_ADDR=ip)


def guess(username, times, ip=NAT):
    for _ in range(times):
        answer = sign_in(Client(), username, "wrong", ip)
    return answer


def test_the_right_password_leads_to_the_workbench(cast, client):
    answer = sign_in(client, "beijiao")
    assert (answer.status_code, answer.url) == (302, reverse("desk:workbench"))
    session = UserSession.objects.get()
    assert (session.user, session.ip, session.session_key) == (cast.beijiao, NAT, client.session.session_key)


def test_the_account_may_be_typed_large_and_full_width(cast, client):
    assert sign_in(client, " ＢＥＩＪＩＡＯ ").status_code == 302


def test_a_sign_in_and_a_failure_are_recorded_without_the_password(cast, client):
    sign_in(client, "beijiao", "Falsch-2026-xyz")
    sign_in(client, "beijiao")
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", "actor_name", "ip"))
    assert verbs == [("sign_in_failed", "李北郊", NAT), ("sign_in", "李北郊", NAT)]
    assert not any(
        "Falsch" in f"{event.summary}{event.changes}{event.target_name}" for event in AuditEvent.objects.all()
    )


def test_unknown_closed_and_wrong_look_the_same(cast):
    User.objects.filter(pk=cast.zhujian.pk).update(is_active=False)
    answers = [
        sign_in(Client(), "nobody-here", ip="10.0.0.1"),
        sign_in(Client(), "zhujian", ip="10.0.0.2"),
        sign_in(Client(), "beijiao", "wrong", ip="10.0.0.3"),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert [list(answer.context["form"].non_field_errors()) for answer in answers] == [[WRONG]] * 3


def test_an_empty_form_says_what_is_missing(db, client):
    answer = client.post(LOGIN, {"username": "", "password": ""})
    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {"username": ["请输入账号。"], "password": ["请输入密码。"]}


def test_a_temporary_password_past_its_time_is_refused(cast, client):
    User.objects.filter(pk=cast.beijiao.pk).update(temporary_until=clock.now() - timedelta(minutes=1))
    answer = sign_in(client, "beijiao")
    assert list(answer.context["form"].non_field_errors()) == [EXPIRED]
    assert not UserSession.objects.exists()


def test_a_temporary_password_in_time_is_accepted(cast, client):
    User.objects.filter(pk=cast.beijiao.pk).update(temporary_until=clock.now() + timedelta(minutes=1))
    assert sign_in(client, "beijiao").status_code == 302


def test_who_is_signed_in_needs_no_login_page(cast):
    assert client_of(cast.beijiao).get(LOGIN).url == reverse("desk:workbench")


@pytest.mark.parametrize(
    "foreign",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:///x.example"],
)
def test_a_foreign_next_is_ignored(cast, client, foreign):
    assert sign_in(client, "beijiao", next=foreign).url == reverse("desk:workbench")


def test_a_next_of_this_site_is_followed(cast, client):
    assert sign_in(client, "beijiao", next="/account/me/").url == "/account/me/"


@pytest.mark.parametrize("act", ["/account/logout/", "/notices/read/", "/nowhere/"])
def test_a_next_that_is_no_page_leads_to_the_workbench(cast, client, act):
    assert sign_in(client, "beijiao", next=act).url == reverse("desk:workbench")


def test_the_login_page_of_a_second_tab_leads_on(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.beijiao)
    UserSession.objects.create(
        user=cast.beijiao, session_key=client.session.session_key, ip=NAT, started_at=clock.now(), seen_at=clock.now()
    )
    assert sign_in(client, "beijiao").url == reverse("desk:workbench")


def test_a_stale_login_page_of_a_stranger_says_so(cast):
    answer = sign_in(Client(enforce_csrf_checks=True), "beijiao")
    assert (answer.status_code, "页面打开太久" in answer.text) == (403, True)


def test_the_asked_page_survives_the_login_page(cast, client):
    answer = client.get(reverse("accounts:me"))
    assert answer.url == f"{LOGIN}?next=/account/me/"
    assert client.get(answer.url).context["form"]["next"].value() == "/account/me/"


def test_after_an_act_the_page_it_stood_on_is_asked_for(client, db):
    came_from = {"referer": "http://testserver/notices/"}
    asked = client.post("/notices/read/", headers=came_from).url
    assert asked == f"{LOGIN}?next=/notices/read/"
    assert client.get(asked, headers=came_from).context["form"]["next"].value() == "http://testserver/notices/"
    assert client.get(asked).context["form"]["next"].value() == "/"


def test_each_sign_in_gets_a_new_session_id(cast, client):
    client.get(LOGIN)
    sign_in(client, "beijiao")
    first = client.session.session_key
    client.post(reverse("accounts:logout"))
    sign_in(client, "beijiao")
    assert client.session.session_key != first
    assert not Session.objects.filter(session_key=first).exists()


def test_leaving_ends_the_session_in_the_store(cast, client):
    sign_in(client, "beijiao")
    key = client.session.session_key
    assert client.post(reverse("accounts:logout")).url == LOGIN
    assert not Session.objects.filter(session_key=key).exists()
    assert (UserSession.objects.count(), AuditEvent.objects.first().verb) == (0, "sign_out")
    assert client.get(reverse("accounts:me")).status_code == 302


def test_after_five_wrong_passwords_the_account_is_slow_at_that_address(cast):
    assert guess("beijiao", 5).status_code == 422
    held = guess("beijiao", 1)
    assert (held.status_code, held["Retry-After"], HELD in held.text, "请 30 秒后再试" in held.text) == (
        429, "30", True, True,
    )  # fmt: skip


def test_the_owner_signs_in_from_another_browser_there_within_half_a_minute(cast, client, time_machine_now):
    guess("beijiao", 5)
    answer = sign_in(client, "beijiao")
    assert (answer.status_code, answer.context["form"]["username"].value()) == (429, "beijiao")
    time_machine_now.shift(PAUSE)
    assert sign_in(client, "beijiao").status_code == 302


def test_guessing_stays_slow(cast, time_machine_now):
    looked_at = 0
    for _ in range(60):  # a guess each five seconds for five minutes
        looked_at += guess("beijiao", 1).status_code == 422
        time_machine_now.shift(timedelta(seconds=5))
    assert looked_at == 5 + 9
    assert AuditEvent.objects.filter(verb="sign_in_failed").count() == looked_at


def test_held_guesses_are_not_looked_at(cast, time_machine_now):
    guess("beijiao", 50)
    counted = AuditEvent.objects.filter(verb="sign_in_failed").count()
    assert (counted, AuditEvent.objects.filter(verb="sign_in_held").count()) == (5, 1)


def test_a_stranger_elsewhere_locks_nobody_out(cast, client):
    guess("beijiao", 20, ip=ELSEWHERE)
    assert sign_in(client, "beijiao").status_code == 302


def test_a_colleague_behind_the_same_address_locks_nobody_out_of_the_own_browser(cast, client):
    sign_in(client, "beijiao")
    client.post(reverse("accounts:logout"))
    guess("beijiao", 20)
    assert sign_in(client, "beijiao").status_code == 302


def test_random_names_from_one_address_keep_no_colleague_out(cast):
    statuses = {sign_in(Client(), f"person{number}", "wrong").status_code for number in range(110)}
    people = ("beijiao", "beijiao_head", "zhujian", "owner")
    assert statuses == {422}
    assert [sign_in(Client(), name).status_code for name in people] == [302] * 4


def test_spraying_real_accounts_from_such_an_address_is_slow_for_each_of_them(cast, time_machine_now):
    for number in range(100):
        sign_in(Client(), f"person{number}", "wrong")
    people = ("beijiao", "beijiao_head", "zhujian")
    rounds = [[guess(name, 1).status_code for name in people] for _ in range(3)]
    assert rounds == [[422] * 3, [429] * 3, [429] * 3]
    time_machine_now.shift(PAUSE)
    assert [sign_in(Client(), name).status_code for name in people] == [302] * 3


def test_people_with_known_browsers_work_on_while_their_address_is_sprayed(cast):
    people = ("beijiao", "beijiao_head", "owner")
    browsers = {name: Client() for name in people}
    for name, browser in browsers.items():
        sign_in(browser, name)
        browser.post(reverse("accounts:logout"))
    for number in range(105):
        sign_in(Client(), f"person{number}", "wrong")
    assert [sign_in(browsers[name], name).status_code for name in people] == [302, 302, 302]


def test_a_known_browser_is_no_free_pass_for_guessing(cast, client):
    sign_in(client, "beijiao")
    client.post(reverse("accounts:logout"))
    statuses = [sign_in(client, "beijiao", "wrong").status_code for _ in range(12)]
    assert statuses == [422] * 10 + [429] * 2


def test_a_forged_cookie_makes_no_known_browser(cast, client):
    guess("beijiao", 5)
    client.cookies["known"] = "forged:1abc:signature"
    assert sign_in(client, "beijiao").status_code == 429


def test_the_cookie_of_a_known_browser_is_signed_and_out_of_reach_of_scripts(cast, client):
    cookie = sign_in(client, "beijiao").cookies["known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 90 * 24 * 3600)
    assert KnownDevice.objects.get().digest not in cookie.value


def test_fourteen_days_before_its_term_the_password_is_announced(cast, client):
    User.objects.filter(pk=cast.beijiao.pk).update(password_changed_at=clock.now() - timedelta(days=80))
    sign_in(client, "beijiao")
    page = client.get(reverse("accounts:me")).content.decode()
    assert "密码还有 10 天到期" in page


def test_in_demo_mode_the_login_page_lists_the_cast(cast, client, settings):
    settings.DEMO = True
    context = client.get(LOGIN).context
    assert context["demo_accounts"][1] == ("beijiao", "填报", "北郊乡人民政府")
    assert context["demo_password"] == "Longting-demo-2026"


def test_outside_demo_mode_it_lists_nobody(cast, client):
    context = client.get(LOGIN).context
    assert (context["demo_accounts"], context["demo_password"]) == ([], "")
