"""One entry before the committee: agreed to with one press, struck or sent back with the reason."""

import pytest
from django.urls import reverse

from approvals.enums import Action, ListAction
from projects.enums import EntryDecision
from projects.models import ListEntry
from tests.approvals import makers
from tests.factories import client_of


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(makers.NOW)


def address(entry=None):
    return reverse("approvals:entry-decide", args=[(entry or ListEntry.objects.get()).pk])


def send(user, **sent):
    entry = ListEntry.objects.get()
    return client_of(user).post(address(entry), {"version": entry.version} | sent, follow=True)


@pytest.mark.parametrize(
    ("sent", "decision", "words"),
    [
        ({"decision": "kept"}, EntryDecision.KEPT, "同意列入"),
        ({"decision": "struck", "note": "与上年重复"}, EntryDecision.STRUCK, "剔除：与上年重复"),
        ({"decision": "returned", "note": "用地没有落实"}, EntryDecision.RETURNED, "退回重新核实：用地没有落实"),
    ],
)
def test_the_committee_decides(cast, sent, decision, words):
    makers.before_committee(cast)
    answer = send(cast.committee, **sent)
    assert answer.redirect_chain == [(f"/declarations/lists/2027/1/#entry-{ListEntry.objects.get().pk}", 302)]
    assert (ListEntry.objects.get().decision, words in answer.text) == (decision, True)


def test_the_page_shows_the_entry_before_it_is_decided(cast):
    row = makers.before_committee(cast)
    page = client_of(cast.committee).get(address()).text
    assert (row.number in page, "两种决定记下以后不能改回" in page) == (True, True)


def test_what_was_taken_off_stands_in_a_block_below_and_in_the_difference(cast):
    makers.before_committee(cast)
    answer = send(cast.committee, decision="struck", note="与上年重复")
    assert [row["name"] for row in answer.context["off"]] == ["龙亭区测试装备制造基地项目"]
    gone = answer.context["difference"]["gone"]
    assert gone == [{"name": "龙亭区测试装备制造基地项目", "why": "剔除：与上年重复"}]


@pytest.mark.parametrize(
    ("sent", "field", "words"),
    [
        ({"decision": "struck"}, "note", "剔除需要写明理由"),
        ({"decision": ""}, "decision", "请选择一项决定。"),
        ({"decision": "pending"}, "decision", "没有这一项决定"),
        ({"decision": "struck", "note": "长" * 1001}, "note", "最多 1000 字"),
    ],
)
def test_bad_input_is_answered_at_its_field(cast, sent, field, words):
    makers.before_committee(cast)
    answer = send(cast.committee, **sent)
    assert answer.status_code == 422
    assert words in "".join(answer.context["form"].errors[field])
    assert ListEntry.objects.get().decision == EntryDecision.PENDING


def test_an_entry_of_an_endorsed_list_is_not_decided(cast):
    makers.endorsed(cast)
    answer = send(cast.committee, decision="struck", note="迟了")
    assert (answer.status_code, ListEntry.objects.get().decision) == (422, EntryDecision.KEPT)


def test_a_stale_page_is_a_conflict(cast):
    makers.before_committee(cast)
    assert send(cast.committee, decision="kept", version=0).status_code == 409


@pytest.mark.parametrize("who", ["officer", "office_head", "leader", "outsider", "owner"])
def test_a_wrong_role_is_refused(cast, who):
    makers.before_committee(cast)
    assert send(getattr(cast, who), decision="kept").status_code == 403


def test_an_entry_that_does_not_exist_is_not_found(cast):
    assert client_of(cast.committee).get(reverse("approvals:entry-decide", args=[977])).status_code == 404


def test_what_the_office_removed_after_the_return_is_told_as_such(cast):
    row = makers.before_committee(cast)
    makers.move(ListAction.RETURN, cast.committee, comment="重拟")
    makers.act(row, Action.REMOVE, cast.officer)
    page = client_of(cast.officer).get(reverse("approvals:draft-detail", args=[makers.YEAR, 1]))
    assert page.context["difference"]["gone"][0]["why"] == "退回重拟以后由区项目办移出"
