"""The acts on one declaration through its pages: buttons and reasons; who may not, and when not."""

import pytest
from django.urls import reverse

from approvals.enums import Action, State
from approvals.models import Step
from longting.notices.models import Notice
from tests.approvals import makers
from tests.factories import client_of

pytestmark = pytest.mark.django_db
WHY = "项目单位决定暂缓，明年再报。"

#: act, the state it starts from, who does it, the state it leads to.
AT_ONCE = [
    ("recall", State.SUBMITTED, "owner", State.DRAFT),
    ("receive", State.REPORTED, "officer", State.VERIFYING),
    ("pass", "checked", "beijiao", State.SCREENED),
    ("shortlist", "verified", "officer", State.SHORTLISTED),
]
WITH_REASON = [
    ("withdraw", State.SUBMITTED, "owner", State.WITHDRAWN),
    ("withdraw", State.VERIFYING, "officer", State.WITHDRAWN),
    ("unpass", State.SCREENED, "beijiao", State.SUBMITTED),
    ("reject", State.SUBMITTED, "beijiao_head", State.REJECTED),
    ("remove", State.SHORTLISTED, "officer", State.VERIFYING),
    ("decline", State.VERIFYING, "officer", State.DECLINED),
]
#: act, the state it starts from, somebody who sees the declaration and holds the role elsewhere or not at all.
WRONG_PERSON = [
    ("recall", State.SUBMITTED, "beijiao_head"),
    ("pass", State.SUBMITTED, "owner"),
    ("receive", State.REPORTED, "beijiao"),
    ("shortlist", State.VERIFYING, "committee"),
    ("withdraw", State.REPORTED, "owner"),
    ("unpass", State.SCREENED, "beijiao_head"),
    ("return", State.REPORTED, "beijiao"),
    ("reject", State.SUBMITTED, "beijiao"),
    ("remove", State.SHORTLISTED, "office_head"),
    ("decline", State.VERIFYING, "auditor"),
]


@pytest.fixture(autouse=True)
def _within_the_window(time_machine):
    time_machine.move_to(makers.NOW)


def ready(state, cast):
    """A declaration from which the act only needs to be done."""
    if state == "checked":
        return makers.checked(makers.submitted(cast), cast)
    return makers.verified(makers.verifying(cast), cast) if state == "verified" else makers.in_state(state, cast)


def url(row, act: str) -> str:
    return reverse(f"approvals:declaration-{act}", args=[row.public_id])


def send(user, row, act: str, **sent):
    row.refresh_from_db()
    return client_of(user).post(url(row, act), {"version": row.version} | sent)


def said(response) -> list[str]:
    return [str(message) for message in response.wsgi_request._messages]


@pytest.mark.parametrize(("act", "state", "who", "target"), AT_ONCE)
def test_a_button_acts_and_leads_to_the_declaration(act, state, who, target, cast):
    row = ready(state, cast)
    response = send(getattr(cast, who), row, act)
    row.refresh_from_db()
    assert (response.status_code, response.url, row.state) == (302, url(row, "detail"), target)
    assert len(said(response)) == 1


@pytest.mark.parametrize(("act", "state", "who", "target"), WITH_REASON)
def test_an_act_with_a_reason_acts_and_keeps_it(act, state, who, target, cast):
    row = ready(state, cast)
    response = send(getattr(cast, who), row, act, comment=WHY)
    row.refresh_from_db()
    assert (response.status_code, response.url, row.state) == (302, url(row, "detail"), target)
    assert Step.objects.filter(declaration=row).last().comment == WHY


@pytest.mark.parametrize(("act", "state", "who", "target"), WITH_REASON)
def test_without_a_reason_nothing_happens(act, state, who, target, cast):
    row = ready(state, cast)
    response = send(getattr(cast, who), row, act, comment="  ")
    errors = response.context["form"].errors
    label = response.context["form"].fields["comment"].label
    assert (response.status_code, dict(errors)) == (422, {"comment": [f"请填写{label}。"]})
    before = row.state
    row.refresh_from_db()
    assert row.state == before


@pytest.mark.parametrize(("act", "state", "who", "target"), WITH_REASON)
def test_the_page_says_what_follows_and_who_is_told(act, state, who, target, cast):
    row = ready(state, cast)
    response = client_of(getattr(cast, who)).get(url(row, act))
    assert response.status_code == 200
    assert response.context["follows"]
    assert response.context["blocked"] == ""


def test_the_people_named_are_those_who_get_the_notice(cast, django_capture_on_commit_callbacks):
    row = makers.submitted(cast)
    page = client_of(cast.owner).get(url(row, "withdraw"))
    assert page.context["told"] == ["初审单位 北郊乡人民政府：李北郊"]
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        send(cast.owner, row, "withdraw", comment=WHY)
    assert list(Notice.objects.values_list("user__name", flat=True)) == ["李北郊"]


def test_nobody_is_named_when_nobody_is_told(cast):
    page = client_of(cast.beijiao).get(url(makers.screened(cast), "unpass"))
    assert page.context["told"] == []
    assert "没有别人需要告知" in page.content.decode()


@pytest.mark.parametrize("act", ["recall", "pass", "receive", "shortlist", "withdraw", "return", "reject", "decline"])
def test_an_outsider_finds_nothing(act, cast):
    row = makers.submitted(cast)
    allowed = {"pass", "return", "recall", "withdraw"}
    assert send(cast.outsider, row, act).status_code == (404 if act in allowed else 403)


@pytest.mark.parametrize(("act", "state", "who"), WRONG_PERSON)
def test_the_wrong_role_or_unit_is_refused(act, state, who, cast):
    row = ready(state, cast)
    assert send(getattr(cast, who), row, act, comment=WHY).status_code == 403
    before = row.state
    row.refresh_from_db()
    assert row.state == before


@pytest.mark.parametrize(("act", "state"), [("withdraw", State.REPORTED), ("return", State.VERIFYING)])
def test_the_page_of_an_act_that_is_somebody_elses_is_refused(act, state, cast):
    row = ready(state, cast)
    who = {"withdraw": cast.owner, "return": cast.beijiao}[act]
    client = client_of(who)
    assert client.get(url(row, act)).status_code == 403
    assert client.post(url(row, act), {"version": row.version}).status_code == 403


@pytest.mark.parametrize("act", ["recall", "withdraw", "return"])
@pytest.mark.parametrize("version", ["", "x"])
def test_an_act_without_its_version_is_no_request_of_ours(act, version, cast):
    row = makers.submitted(cast)
    who = cast.beijiao if act == "return" else cast.owner
    assert client_of(who).post(url(row, act), {"version": version, "comment": WHY}).status_code == 400


def test_a_stale_button_gives_the_conflict_page(cast):
    row = makers.submitted(cast)
    assert send(cast.owner, row, "recall", version=row.version - 1).status_code == 409


def test_a_stale_reason_keeps_its_words_and_takes_up_what_is_there(cast):
    row = makers.submitted(cast)
    old = row.version
    makers.checked(row, cast)
    response = send(cast.beijiao_head, row, "reject", version=old, comment=WHY)
    form = response.context["form"]
    assert (response.status_code, form["comment"].value(), form["version"].value()) == (409, WHY, old + 1)
    assert form.non_field_errors() == ["已被他人处理：页面打开之后内容有了变化。请核对最新内容，再决定是否继续。"]


def test_after_somebody_else_has_ended_it_the_page_says_why_it_is_over(cast):
    row = makers.submitted(cast)
    old = row.version
    makers.act(row, Action.REJECT, cast.beijiao_head)
    response = send(cast.owner, row, "withdraw", version=old, comment=WHY)
    assert response.status_code == 409
    assert response.context["blocked"] == "现在是“初审未通过”，不能撤回申请。请刷新页面，按最新状态办理。"


@pytest.mark.parametrize("act", ["withdraw", "return"])
def test_the_page_of_an_act_at_the_wrong_time_leads_to_the_declaration(act, cast):
    row = makers.screened(cast)
    who = cast.owner if act == "withdraw" else cast.beijiao
    response = client_of(who).get(url(row, act))
    assert (response.status_code, response.url) == (302, url(row, "detail"))
    assert said(response) == [f"现在是“初审通过”，不能{Action(act).label}。请刷新页面，按最新状态办理。"]


def test_a_guard_sends_back_with_its_words(cast):
    row = makers.screened(cast)
    makers.signing(cast, row)
    response = client_of(cast.beijiao).get(url(row, "unpass"))
    assert said(response) == ["已列入待签发的第 1 次上报。请先由负责人退回该批次。"]
    refused = send(cast.beijiao, row, "unpass", comment=WHY)
    assert (refused.status_code, refused.context["form"].non_field_errors()) == (422, said(response))


def test_a_button_that_the_guard_refuses_says_why(cast):
    row = makers.submitted(cast)
    response = send(cast.beijiao, row, "pass")
    assert said(response) == ["初审清单还有 9 项没有填写。请先逐项填写。"]
