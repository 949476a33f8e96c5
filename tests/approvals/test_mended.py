"""What people tried that must not happen: told once each, so that it never does again."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from approvals.enums import Action, ListAction, ResolutionKind, State
from approvals.models import Declaration, Resolution
from approvals.services.acts import perform
from approvals.services.drafting import begin_declaration
from approvals.services.lists import decide_entry, keep_rest, move_list
from approvals.services.screening import settle_note
from longting.accounts.roles import Role
from longting.common.errors import Conflict, Refused
from longting.notices.models import Notice
from projects.enums import EntryDecision
from projects.models import AnnualList, ListEntry
from projects.services.lists import open_list
from tests import factories
from tests.approvals import makers
from tests.approvals.makers import TODAY, YEAR


def struck(cast) -> Declaration:
    """Struck by the committee, the list back with the office."""
    row = makers.before_committee(cast)
    entry = ListEntry.objects.get()
    decide_entry(entry, EntryDecision.STRUCK, note="不宜列入", version=entry.version, actor=cast.committee, today=TODAY)
    makers.move(ListAction.RETURN, cast.committee, comment="重拟")
    row.refresh_from_db()
    return row


def test_a_struck_project_may_be_declared_and_listed_again(cast):
    old = struck(cast)
    row = begin_declaration(old.project, year=YEAR, actor=cast.owner, today=TODAY)
    Declaration.objects.filter(pk=row.pk).update(facts=old.facts)
    for slot in ("application", "filing"):
        makers.attach(makers.declaration_subject(cast.owner, str(row.public_id)), "declaration", slot, cast.owner)
    makers.act(row, Action.SUBMIT, cast.owner)
    makers.act(makers.checked(row, cast), Action.PASS, cast.beijiao)
    batch = makers.signing(cast, row)
    makers.move_batch(batch, makers.BatchAction.SIGN, version=batch.version, actor=cast.beijiao_head, today=TODAY)
    makers.act(row, Action.RECEIVE, cast.officer)
    makers.act(makers.verified(row, cast), Action.SHORTLIST, cast.officer)
    old.refresh_from_db()
    assert (ListEntry.objects.get().decision, ListEntry.objects.get().declaration.number) == ("pending", row.number)
    assert (old.state, old.entry) == (State.DECLINED, None)


def test_what_the_office_asked_for_the_office_settles(cast):
    row = makers.verifying(cast)
    makers.act(row, Action.RETURN, cast.officer, notes=[{"section": "money", "text": "请补充证明"}])
    makers.act(row, Action.SUBMIT, cast.owner)
    note = row.notes.get()
    with pytest.raises(PermissionDenied):
        settle_note(note, actor=cast.beijiao)
    makers.act(makers.checked(row, cast), Action.PASS, cast.beijiao)  # the unit judges its own part only
    batch = makers.signing(cast, row)
    makers.move_batch(batch, makers.BatchAction.SIGN, version=batch.version, actor=cast.beijiao_head, today=TODAY)
    makers.act(row, Action.RECEIVE, cast.officer)
    with pytest.raises(Refused, match="还有 1 条意见没有解决"):
        makers.act(makers.verified(row, cast), Action.SHORTLIST, cast.officer)
    settle_note(note, actor=cast.officer)
    assert makers.act(row, Action.SHORTLIST, cast.officer).state == State.SHORTLISTED


def test_a_late_one_goes_on_with_the_next_batch(cast):
    row = makers.late(cast, makers.verified(makers.verifying(cast), cast))
    moved = makers.act(row, Action.TRANSFER, cast.officer)
    assert (moved.state, moved.batch) == (State.VERIFYING, 2)
    listed = makers.act(moved, Action.SHORTLIST, cast.officer)
    assert listed.entry.annual_list.title == "2027年度区重点项目名单（第 2 批）"


def test_a_closed_batch_is_passed_over(cast):
    row = makers.late(cast, makers.verifying(cast))
    open_list(YEAR, batch=2, actor=cast.officer)
    AnnualList.objects.filter(batch=2).update(state="issued")
    assert makers.act(row, Action.TRANSFER, cast.officer).batch == 3


def test_an_applicant_takes_a_draft_to_the_next_batch(cast):
    row = makers.late(cast, makers.make_draft(cast))
    moved = makers.act(row, Action.TRANSFER, cast.owner)
    assert (moved.state, moved.batch) == (State.DRAFT, 2)


def test_it_goes_no_further_than_the_last_batch_and_not_onto_another_declaration(cast):
    row = makers.late(cast, makers.verifying(cast))
    begin_declaration(row.project, year=YEAR, batch=2, actor=cast.owner, today=TODAY)
    with pytest.raises(Refused, match="第 2 批已有一份申报"):
        makers.act(row, Action.TRANSFER, cast.officer)
    open_list(YEAR, batch=9, actor=cast.officer)
    AnnualList.objects.filter(batch=9).update(state="issued")
    Declaration.objects.filter(pk=row.pk).update(batch=9)
    with pytest.raises(Refused, match="没有还能转入的批次"):
        makers.act(row, Action.TRANSFER, cast.officer)


def test_a_stale_page_of_one_entry_decides_nothing(cast):
    makers.before_committee(cast)
    entry, seen = ListEntry.objects.get(), makers.the_list()
    keep_rest(seen, version=seen.version, actor=cast.committee)
    with pytest.raises(Conflict):
        decide_entry(entry, EntryDecision.STRUCK, note="剔除", version=entry.version, actor=cast.committee, today=TODAY)


def test_a_stale_page_of_the_list_endorses_nothing(cast):
    makers.before_committee(cast)
    seen, entry = makers.the_list(), ListEntry.objects.get()
    decide_entry(entry, EntryDecision.KEPT, version=entry.version, actor=cast.committee, today=TODAY)
    with pytest.raises(Conflict):
        move_list(seen, ListAction.ENDORSE, version=seen.version, actor=cast.committee, today=TODAY)


@pytest.mark.parametrize(
    ("kind", "maker", "day", "words"),
    [
        (ResolutionKind.COMMITTEE, makers.before_committee, date(1999, 11, 28), "日期早于 2026 年"),
        (ResolutionKind.DISTRICT, makers.endorsed, date(2026, 11, 1), "批准日期早于委员会审定的 2026-11-24"),
    ],
)
def test_days_stand_in_the_order_of_article_9(kind, maker, day, words, cast):
    maker(cast)
    with pytest.raises(ValidationError) as refused:
        makers.decided(kind, cast.committee, number="龙文〔2027〕7号", decided_on=day)
    assert refused.value.message_dict["decided_on"][0].startswith(words)


def test_a_list_is_not_issued_before_it_was_approved(cast):
    makers.approved(cast)
    with pytest.raises(ValidationError) as refused:
        makers.move(ListAction.ISSUE, cast.office_head, number=makers.NUMBER, issued_on=date(2026, 11, 1))
    assert refused.value.message_dict == {"issued_on": ["印发日期早于区委区政府批准的 2026-11-24。请核对日期。"]}


def test_decisions_are_not_seen_outside_before_the_issue(cast):
    makers.approved(cast)
    inside, outside = (cast.officer, cast.auditor), (cast.owner, cast.beijiao, cast.zhujian)
    assert [Resolution.objects.visible_to(person).count() for person in (*inside, *outside)] == [2, 2, 0, 0, 0]
    makers.move(ListAction.ISSUE, cast.office_head, number=makers.NUMBER, issued_on=TODAY)
    assert [Resolution.objects.visible_to(factories.User.objects.get(pk=p.pk)).count() for p in outside] == [0, 2, 0]


def test_the_second_return_of_a_day_is_heard_of_too(cast, django_capture_on_commit_callbacks):
    row = makers.submitted(cast)
    with django_capture_on_commit_callbacks(execute=True):
        makers.act(row, Action.RETURN, cast.beijiao)
    Notice.objects.visible_to(cast.owner).update(read_at=row.held_since)
    makers.act(row, Action.SUBMIT, cast.owner)
    with django_capture_on_commit_callbacks(execute=True):
        makers.act(row, Action.RETURN, cast.beijiao)
    assert Notice.objects.visible_to(cast.owner).unread().filter(text__contains="退回补正").count() == 1


def test_whoever_is_no_applicant_withdraws_nothing(cast):
    row = makers.act(makers.submitted(cast), Action.RETURN, cast.beijiao)
    clerk = factories.make_user("second_clerk", Role.CLERK, cast.beijiao.posts.get().organisation)
    for action in (Action.SUBMIT, Action.WITHDRAW):
        with pytest.raises(PermissionDenied):
            perform(row, action, version=row.version, comment="撤回", actor=clerk, today=TODAY)
