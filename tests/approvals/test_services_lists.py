"""Stage four: who may move the list, what is refused, what each act does to entries and declarations."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from approvals.enums import Action, ListAction, ResolutionKind, State
from approvals.models import Declaration, ListStep, Resolution
from approvals.services.acts import perform
from approvals.services.lists import decide_entry, issued_document, keep_rest, move_list, record_resolution
from longting.accounts.roles import Role
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from longting.documents.models import IssuedDocument
from projects.enums import EntryDecision, ListState
from projects.models import AnnualList, ListEntry
from tests.approvals import makers
from tests.factories import make_post, organisation

OFFICE = "区委重大项目推进工作委员会办公室"
OTHER = {"name": "北郊乡装配式建筑构件厂", "address": "北郊乡辛堤头村", "owner_name": "开封另一家公司"}


def decide(decision, cast, *, note="", entry=None):
    row = ListEntry.objects.get(pk=entry.pk) if entry else ListEntry.objects.get()
    return decide_entry(row, decision, note=note, version=row.version, actor=cast.committee, today=makers.TODAY)


def refused(act, *args, **more) -> str:
    with pytest.raises(Refused) as problem:
        act(*args, **more)
    return problem.value.message


#: The state of the list, who moves it on, how.
WAYS = {
    ListAction.SUBMIT: ("shortlisted", "office_head", ListState.SUBMITTED),
    ListAction.RETURN: ("before_committee", "committee", ListState.DRAFTING),
    ListAction.REOPEN: ("endorsed", "committee", ListState.SUBMITTED),
    ListAction.ISSUE: ("approved", "office_head", ListState.ISSUED),
}


@pytest.mark.parametrize("action", WAYS, ids=str)
def test_an_act_by_the_right_person_moves_the_list_and_leaves_a_step(action, cast):
    maker, who, target = WAYS[action]
    getattr(makers, maker)(cast)
    more = {"number": makers.NUMBER, "issued_on": makers.TODAY} if action is ListAction.ISSUE else {}
    moved = makers.move(action, getattr(cast, who), comment="会议要求", **more)
    step = ListStep.objects.last()
    assert (moved.state, step.action, step.target) == (target, action, target)
    assert AuditEvent.objects.filter(verb="list_move").count() == ListStep.objects.count()


@pytest.mark.parametrize("action", WAYS, ids=str)
def test_everybody_else_is_refused(action, cast):
    maker, who, _ = WAYS[action]
    getattr(makers, maker)(cast)
    before = makers.the_list().state
    for name, person in vars(cast).items():
        if name != who:
            with pytest.raises(PermissionDenied):
                makers.move(action, person, comment="会议要求")
    assert makers.the_list().state == before


def test_the_head_hands_up_no_draft_of_his_own(cast):
    """Posts change: whoever drafted as an officer does not sign as the head."""
    makers.shortlisted(cast)
    cast.officer.posts.update(ends=makers.TODAY - timedelta(days=9))
    make_post(cast.officer, Role.OFFICE_HEAD, organisation(OFFICE))
    person = type(cast.officer).objects.get(pk=cast.officer.pk)
    assert "由您草拟" in refused(makers.move, ListAction.SUBMIT, person)


def test_an_empty_draft_is_handed_to_nobody(cast):
    row = makers.shortlisted(cast)
    makers.act(row, Action.REMOVE, cast.officer)
    assert refused(makers.move, ListAction.SUBMIT, cast.office_head) == "名单里还没有项目，不能办理。"


def test_a_stale_page_moves_nothing(cast):
    makers.shortlisted(cast)
    row = makers.the_list()
    with pytest.raises(Conflict):
        move_list(row, ListAction.SUBMIT, version=row.version - 1, actor=cast.office_head, today=makers.TODAY)
    assert makers.the_list().state == ListState.DRAFTING


@pytest.mark.parametrize(
    ("decision", "state"), [(EntryDecision.STRUCK, State.DECLINED), (EntryDecision.RETURNED, State.VERIFYING)]
)
def test_an_entry_taken_off_takes_its_declaration_along(cast, decision, state):
    row = makers.before_committee(cast)
    entry = decide(decision, cast, note="用地没有落实")
    row.refresh_from_db()
    assert (entry.decision, entry.decision_note, row.state) == (decision, "用地没有落实", state)
    assert ListEntry.objects.standing().count() == 0
    assert "不能再改决定" in refused(decide, EntryDecision.KEPT, cast)


@pytest.mark.parametrize("decision", [EntryDecision.STRUCK, EntryDecision.RETURNED])
def test_an_entry_is_not_taken_off_without_a_reason(cast, decision):
    makers.before_committee(cast)
    with pytest.raises(ValidationError) as problem:
        decide(decision, cast, note=" ")
    assert problem.value.message_dict == {"note": [f"{decision.label}需要写明理由，申报单位会看到。"]}


def test_a_decision_may_be_taken_back_while_the_committee_sits(cast):
    makers.before_committee(cast)
    kept = decide(EntryDecision.KEPT, cast)
    assert (kept.decision, kept.decided_by) == (EntryDecision.KEPT, cast.committee)
    pending = decide(EntryDecision.PENDING, cast)
    assert (pending.decision, pending.decided_by, pending.decided_at) == (EntryDecision.PENDING, None, None)


def test_an_entry_is_struck_after_the_endorsement_by_nobody(cast):
    makers.endorsed(cast)
    assert "不能逐项决定" in refused(decide, EntryDecision.STRUCK, cast, note="迟了")
    row = Declaration.objects.get()
    with pytest.raises(Refused):
        perform(row, Action.STRIKE, version=row.version, comment="迟了", actor=cast.committee, today=makers.TODAY)
    assert ListEntry.objects.get().decision == EntryDecision.KEPT


@pytest.mark.parametrize("name", ["officer", "office_head", "beijiao", "auditor"])
def test_only_the_committee_decides(cast, name):
    makers.before_committee(cast)
    person, entry, row = getattr(cast, name), ListEntry.objects.get(), makers.the_list()
    with pytest.raises(PermissionDenied):
        decide_entry(entry, EntryDecision.KEPT, version=entry.version, actor=person, today=makers.TODAY)
    with pytest.raises(PermissionDenied):
        keep_rest(row, version=row.version, actor=person)
    with pytest.raises(PermissionDenied):
        record_resolution(
            row, ResolutionKind.COMMITTEE, decided_on=makers.TODAY, version=row.version, actor=person,
            today=makers.TODAY,
        )  # fmt: skip


def test_two_people_decide_on_one_entry_once(cast):
    makers.before_committee(cast)
    entry = ListEntry.objects.get()
    seen = entry.version
    decide(EntryDecision.KEPT, cast)
    with pytest.raises(Conflict):
        decide_entry(entry, EntryDecision.STRUCK, note="重复", version=seen, actor=cast.committee, today=makers.TODAY)


def test_the_rest_is_kept_at_once_and_only_once(cast):
    first, second = makers.shortlisted(cast), makers.shortlisted(cast, **OTHER)
    makers.move(ListAction.SUBMIT, cast.office_head)
    decide(EntryDecision.STRUCK, cast, note="重复", entry=first.entry)
    assert keep_rest(makers.the_list(), version=makers.the_list().version, actor=cast.committee) == 1
    assert keep_rest(makers.the_list(), version=makers.the_list().version, actor=cast.committee) == 0
    found = dict(ListEntry.objects.values_list("pk", "decision"))
    assert found == {first.entry_id: EntryDecision.STRUCK, second.entry_id: EntryDecision.KEPT}


def test_the_rest_is_not_kept_before_the_committee_has_the_draft(cast):
    makers.shortlisted(cast)
    row = makers.the_list()
    assert "没有在委员会审定中" in refused(keep_rest, row, version=row.version, actor=cast.committee)


def test_the_endorsement_wants_every_entry_decided_and_the_meeting_recorded(cast):
    makers.before_committee(cast)
    assert "还有 1 个项目没有逐项决定" in refused(makers.move, ListAction.ENDORSE, cast.committee)
    decide(EntryDecision.KEPT, cast)
    assert "还没有登记委员会审定" in refused(makers.move, ListAction.ENDORSE, cast.committee)


def test_a_draft_sent_back_is_decided_anew(cast):
    makers.before_committee(cast)
    decide(EntryDecision.KEPT, cast)
    makers.decided(ResolutionKind.COMMITTEE, cast.committee)
    makers.move(ListAction.RETURN, cast.committee, comment="补充项目")
    entry = ListEntry.objects.get()
    assert (entry.decision, Resolution.objects.standing().count()) == (EntryDecision.PENDING, 0)
    makers.move(ListAction.SUBMIT, cast.office_head)
    drafts = IssuedDocument.objects.versions("annual_list_draft", "2027-1")
    assert [(row.revision, row.reason) for row in drafts] == [(2, "再次上报委员会"), (1, "")]


def test_a_reopened_list_takes_its_declarations_back(cast):
    row = makers.endorsed(cast)
    makers.move(ListAction.REOPEN, cast.committee, comment="漏了意见")
    row.refresh_from_db()
    assert (row.state, ListEntry.objects.get().decision) == (State.SHORTLISTED, EntryDecision.PENDING)


def test_the_issue_freezes_the_list(cast):
    assert issued_document(AnnualList(year=2027, batch=1)) is None
    row = makers.issued(cast)
    paper = issued_document(makers.the_list())
    assert (paper.number, paper.title, paper.revision) == (makers.NUMBER, "2027年度区重点项目名单", 1)
    assert (row.state, makers.the_list().issued_on) == (State.ISSUED, date(2026, 11, 24))
