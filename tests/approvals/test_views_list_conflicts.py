"""Two of the committee at once: who comes second reads what changed, keeps what was typed, acts with one more press.
And the pages on which nothing can be decided."""

import pytest
from django.urls import reverse

from approvals.enums import ListAction, ResolutionKind
from approvals.pages.deciding import REOPEN_FIRST
from approvals.services.lists import decide_entry, keep_rest
from projects.enums import EntryDecision, ListState
from projects.models import ListEntry
from tests.approvals import makers
from tests.factories import client_of

PLACE = [makers.YEAR, 1]


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(makers.NOW)


def address():
    return reverse("approvals:entry-decide", args=[ListEntry.objects.get().pk])


def first(cast, decision=EntryDecision.KEPT, note=""):
    """The colleague is faster."""
    entry = ListEntry.objects.get()
    return decide_entry(entry, decision, note=note, version=entry.version, actor=cast.committee, today=makers.TODAY)


def kept(cast):
    keep_rest(makers.the_list(), version=makers.the_list().version, actor=cast.committee)


def again(answer, client, url, **sent):
    """Press once more on the page that was answered."""
    version = answer.context["form"]["version"].value()
    return client.post(url, sent | {"version": version}, follow=True)


def test_a_second_decision_on_an_entry_is_told_the_first_and_acts_when_pressed_again(cast):
    makers.before_committee(cast)
    client, seen = client_of(cast.committee), ListEntry.objects.get().version
    first(cast)
    sent = {"decision": "struck", "note": "与上年重复"}
    answer = client.post(address(), sent | {"version": seen})
    assert (answer.status_code, answer.context["form"]["note"].value()) == (409, "与上年重复")
    assert answer.context["changed"] == [f"11-24 10:00 {cast.committee.name}：同意列入"]
    assert "核对后再按一次即可办理" in answer.text
    again(answer, client, address(), **sent)
    assert ListEntry.objects.get().decision == EntryDecision.STRUCK


def test_what_was_typed_is_shown_where_the_entry_was_struck_meanwhile(cast):
    makers.before_committee(cast)
    seen = ListEntry.objects.get().version
    first(cast, EntryDecision.STRUCK, "与上年重复")
    answer = client_of(cast.committee).post(address(), {"version": seen, "decision": "returned", "note": "用地不实"})
    assert answer.context["typed"] == [{"label": "您填的理由", "text": "用地不实"}]
    assert answer.context["changed"] == [f"11-24 10:00 {cast.committee.name}：剔除（与上年重复）"]
    assert ("登记这项决定" in answer.text, "这个项目已经剔除" in answer.text) == (False, True)


def test_an_act_on_a_list_that_changed_is_told_what_and_acts_when_pressed_again(cast):
    makers.before_committee(cast)
    client, seen = client_of(cast.committee), makers.the_list().version
    kept(cast)
    makers.decided(ResolutionKind.COMMITTEE, cast.committee)
    url = reverse("approvals:list-return", args=PLACE)
    answer = client.post(url, {"version": seen, "comment": "补充项目"})
    assert (answer.status_code, answer.context["form"]["comment"].value()) == (409, "补充项目")
    who = f"11-24 10:00 {cast.committee.name}："
    assert answer.context["changed"] == [
        f"{who}登记2027年度区重点项目名单委员会审定：无文号，2026-11-24（理由：会议同意）",
        f"{who}2027年度区重点项目名单：其余 1 个项目全部同意列入",
    ]
    again(answer, client, url, comment="补充项目")
    assert makers.the_list().state == ListState.DRAFTING


def test_an_act_that_was_done_meanwhile_is_not_offered_again_and_the_words_are_kept(cast):
    makers.before_committee(cast)
    seen = makers.the_list().version
    makers.move(ListAction.RETURN, cast.committee, comment="重拟")
    url = reverse("approvals:list-return", args=PLACE)
    answer = client_of(cast.committee).post(url, {"version": seen, "comment": "补充项目"})
    assert (answer.status_code, bool(answer.context["blocked"])) == (409, True)
    assert answer.context["typed"] == [{"label": "您填的理由", "text": "补充项目"}]
    assert ("<textarea" in answer.text, "btn-primary" in answer.text) == (False, False)


def test_a_resolution_is_recorded_with_the_second_press(cast):
    makers.before_committee(cast)
    client, seen = client_of(cast.committee), makers.the_list().version
    kept(cast)
    url, sent = reverse("approvals:resolution-committee", args=PLACE), {"decided_on": "2026-11-24", "note": "原则同意"}
    answer = client.post(url, sent | {"version": seen})
    assert (answer.status_code, len(answer.context["changed"])) == (409, 1)
    again(answer, client, url, **sent)
    assert makers.the_list().resolutions.get().note == "原则同意"


def test_a_version_that_never_was_tells_no_changes(cast):
    makers.before_committee(cast)
    client, ahead = client_of(cast.committee), makers.the_list().version + 7
    url = reverse("approvals:list-return", args=PLACE)
    assert client.post(url, {"version": ahead, "comment": "补充项目"}).context["changed"] == []
    answer = client.post(address(), {"version": ahead, "decision": "kept"})
    assert (answer.status_code, answer.context["changed"]) == (409, [])


@pytest.mark.parametrize(
    ("maker", "words", "shown"),
    [
        ("shortlisted", "名单现在是“起草”，不能逐项决定。", True),
        (
            "endorsed",
            "名单现在是“委员会审定”，不能逐项决定。" + REOPEN_FIRST,
            True,
        ),
        ("issued", "名单已印发，不能再逐项决定。名称、金额以印发件为准。", False),
    ],
)
def test_no_form_is_offered_on_a_list_that_is_not_before_the_committee(cast, maker, words, shown):
    getattr(makers, maker)(cast)
    answer = client_of(cast.committee).get(address())
    assert (answer.context["closed"], bool(answer.context["row"])) == (words, shown)
    assert (words in answer.text, "<textarea" in answer.text, "btn-primary" in answer.text) == (True, False, False)


def test_an_entry_put_back_to_undecided_says_so(cast):
    makers.before_committee(cast)
    seen = ListEntry.objects.get().version
    first(cast, EntryDecision.PENDING)
    answer = client_of(cast.committee).post(address(), {"version": seen, "decision": "kept"})
    assert answer.context["changed"] == ["这一项现在是“待决定”。"]


def test_a_resolution_is_not_asked_for_at_the_wrong_time(cast):
    makers.shortlisted(cast)
    answer = client_of(cast.committee).get(reverse("approvals:resolution-committee", args=PLACE))
    assert answer.context["blocked"] == "委员会审定要在名单是“已上报”时登记，现在是“起草”。"
    assert "<textarea" not in answer.text
