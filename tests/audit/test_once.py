"""One rendered form acts once."""

from datetime import timedelta

import pytest
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.template import Context, Template
from django.test import RequestFactory

from longting.audit import middleware
from longting.audit.middleware import OnceMiddleware, repeatable
from longting.audit.models import ActToken
from longting.audit.services import once
from longting.audit.services.once import claim_act, is_token, new_token, release_act, settle_act
from longting.common import clock
from longting.common.errors import Refused
from longting.common.refusals import RefusalMiddleware
from tests.factories import client_of, make_user

TOKEN = "0f" * 16
ACT = "/projects/7/edit/"


@pytest.fixture
def user(db):
    return make_user("wangxiaoming")


@pytest.fixture
def browser(user):
    """Sends POSTs through the two middlewares to a view given by the test."""
    return Browser(user)


class Storage(list):
    """Messages of one request, as Django's storage shows them."""

    used = False

    def __iter__(self):
        self.used = True
        return super().__iter__()

    def add(self, level, message, extra_tags=""):
        self.append(messages.storage.base.Message(level, message, extra_tags))


class Browser:
    def __init__(self, user):
        self.user = user
        self.ran = 0

    def post(self, view, token=TOKEN, url=ACT):
        request = RequestFactory().post(url, {"once": token})
        request.user, request._messages = self.user, Storage()
        self.messages = request._messages

        def inner(request):
            answer = acting.process_view(request, view, (), {})
            if answer is not None:
                return answer
            self.ran += 1
            try:
                return view(request)
            except Refused as refusal:
                return RefusalMiddleware(None).process_exception(request, refusal)

        acting = OnceMiddleware(inner)
        return acting(request)


def done(request):
    return HttpResponseRedirect("/projects/7/")


def shown_again(request):
    return HttpResponse("form with errors")


def refused(request):
    raise Refused("现在不能办。")


def broken(request):
    return HttpResponse(status=500)


def test_the_same_form_sent_twice_acts_once_and_leads_to_the_same_page(browser):
    first, second = browser.post(done), browser.post(done)
    assert (browser.ran, first.url, second.url) == (1, "/projects/7/", "/projects/7/")
    assert [str(message) for message in browser.messages] == ["这一步已经办过，没有重复办理。"]


@pytest.mark.parametrize("view", [shown_again, refused, broken])
def test_a_form_whose_act_did_not_happen_may_be_sent_again(browser, view):
    browser.post(view)
    assert ActToken.objects.count() == 0
    assert (browser.post(done).url, browser.ran) == ("/projects/7/", 2)


def test_a_refusal_is_still_told_after_the_form_was_given_back(browser):
    browser.post(refused)
    assert not browser.messages.used
    assert [message.message for message in browser.messages] == ["现在不能办。"]


def test_another_rendering_of_the_form_acts_again(browser):
    browser.post(done, new_token())
    browser.post(done, new_token())
    assert browser.ran == 2


def test_another_person_s_form_with_the_same_token_acts(browser, db):
    browser.post(done)
    browser.user = make_user("liming")
    browser.post(done)
    assert browser.ran == 2


def test_one_form_may_offer_several_acts(browser):
    browser.post(done)
    browser.post(done, url="/projects/8/edit/")
    assert browser.ran == 2


@pytest.mark.parametrize("token", ["", "x", "0F" * 16, "0f" * 17, "'; DROP TABLE--"])
def test_a_form_without_a_proper_token_acts_every_time(browser, token):
    browser.post(done, token)
    browser.post(done, token)
    assert (browser.ran, ActToken.objects.count()) == (2, 0)


def test_a_repeatable_act_is_never_held_back(browser):
    @repeatable
    def save(request):
        return done(request)

    browser.post(save)
    browser.post(save)
    assert browser.ran == 2


def test_while_the_first_sending_runs_the_second_is_told_so(user):
    now = clock.now()
    claim_act(TOKEN, act=ACT, actor=user, now=now)
    again = claim_act(TOKEN, act=ACT, actor=user, now=now + timedelta(minutes=1))
    assert (again.row, again.result_url) == (None, "")


def test_a_sending_that_died_is_taken_over_once(user):
    now = clock.now()
    claim_act(TOKEN, act=ACT, actor=user, now=now - timedelta(minutes=3))
    taken = [claim_act(TOKEN, act=ACT, actor=user, now=now).row is not None for _ in range(2)]
    assert taken == [True, False]


def test_the_dead_sending_coming_back_settles_nothing(user):
    now = clock.now()
    late = claim_act(TOKEN, act=ACT, actor=user, now=now - timedelta(minutes=3)).row
    claim_act(TOKEN, act=ACT, actor=user, now=now)
    settle_act(late, result_url="/late/")
    release_act(late)
    assert ActToken.objects.get().result_url == ""


def test_a_claim_released_between_two_looks_lets_nobody_in_by_mistake(user, monkeypatch):
    claimed = claim_act(TOKEN, act=ACT, actor=user, now=clock.now())
    settle_act(claimed.row, result_url="/projects/7/")
    assert claim_act(TOKEN, act=ACT, actor=user, now=clock.now()).result_url == "/projects/7/"


def test_an_address_too_long_to_keep_loses_its_query(user):
    row = claim_act(TOKEN, act=ACT, actor=user, now=clock.now()).row
    settle_act(row, result_url=f"/projects/?q={'长' * 500}")
    assert ActToken.objects.get().result_url == "/projects/"


def test_through_the_whole_site_the_second_sending_is_told_so(user):
    client = client_of(user)
    url = "/notices/read/"
    for _ in range(2):
        page = client.post(url, {"once": TOKEN}, follow=True)
        assert page.redirect_chain == [("/notices/", 302)]
    assert [str(message) for message in page.context["messages"]] == ["这一步已经办过，没有重复办理。"]


def test_a_second_sending_waits_for_the_first_that_is_about_to_end(user, browser, monkeypatch):
    first = claim_act(TOKEN, act=ACT, actor=user, now=clock.now()).row
    monkeypatch.setattr(once.time, "sleep", lambda seconds: settle_act(first, result_url="/projects/7/"))
    answer = browser.post(done)
    assert (browser.ran, answer.status_code, answer.url) == (0, 302, "/projects/7/")


def test_through_the_whole_site_a_sending_under_way_is_answered_with_a_page(user, monkeypatch):
    monkeypatch.setattr(middleware, "PATIENCE", 0)
    claim_act(TOKEN, act="/notices/read/", actor=user, now=clock.now())
    answer = client_of(user).post("/notices/read/", {"once": TOKEN}, headers={"referer": "http://testserver/notices/"})
    assert answer.status_code == 409
    assert '<a class="btn btn-primary" href="http://testserver/notices/">查看办理结果</a>' in answer.content.decode()


def test_somebody_not_signed_in_is_led_to_the_sign_in_page(client, db):
    answer = client.post("/notices/read/", {"once": TOKEN})
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/notices/read/")
    assert ActToken.objects.count() == 0


def test_the_tag_renders_a_fresh_token_each_time():
    page = Template("{% load once %}{% once %}|{% once %}").render(Context())
    first, second = page.split("|")
    token = first.removeprefix('<input type="hidden" name="once" value="').removesuffix('">')
    assert is_token(token)
    assert first != second
