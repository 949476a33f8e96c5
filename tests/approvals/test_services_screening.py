"""The checklist of a unit, and opinions confirmed, through the services."""

import pytest
from django.core.exceptions import PermissionDenied

from approvals.enums import Action, Conclusion
from approvals.models import SectionNote
from approvals.services.screening import fill_checklist, settle_note
from longting.audit.models import AuditEvent
from longting.common.errors import Conflict, Refused
from tests.approvals import makers

pytestmark = pytest.mark.django_db
NOTE = {"section": "money", "text": "总投资与备案证不一致"}


def fill(row, actor, **more):
    row.refresh_from_db()
    usual = {"answers": {"real": {"answer": "yes", "note": ""}}, "note": "", "version": row.version}
    return fill_checklist(row, **(usual | more), actor=actor)


def returned(cast) -> SectionNote:
    """An opinion on a declaration that was sent back."""
    row = makers.submitted(cast)
    makers.act(row, Action.RETURN, cast.beijiao, comment="", notes=[NOTE])
    return SectionNote.objects.select_related("declaration").get()


def answered(cast) -> SectionNote:
    note = returned(cast)
    makers.resubmitted(note.declaration, cast)
    note.refresh_from_db()
    return note


def test_what_was_answered_is_kept_and_recorded(cast):
    row = makers.submitted(cast)
    kept = fill(row, cast.beijiao, note=" 同意上报 ")
    assert (kept.checklist, kept.screening_note) == ({"real": {"answer": "yes", "note": ""}}, "同意上报")
    assert AuditEvent.objects.order_by("-seq").first().summary == f"填写{row.name}的初审清单，1 / 9 项"


def test_the_same_again_leaves_no_trace(cast):
    row = fill(makers.submitted(cast), cast.beijiao)
    before = AuditEvent.objects.count()
    assert (fill(row, cast.beijiao).version, AuditEvent.objects.count()) == (row.version, before)


def test_answers_that_are_none_and_endless_words_are_cut(cast):
    given = {"real": {"answer": "maybe", "note": "长" * 400}, "gone": {"answer": "yes"}}
    kept = fill(makers.submitted(cast), cast.beijiao, answers=given).checklist
    assert kept == {"real": {"answer": "", "note": "长" * 300}}


@pytest.mark.parametrize("who", ["outsider", "beijiao_head", "officer"])
def test_another_unit_or_role_fills_nothing(who, cast):
    with pytest.raises(PermissionDenied):
        fill(makers.submitted(cast), getattr(cast, who))


def test_once_judged_it_stays_as_it_is(cast):
    with pytest.raises(Refused, match="申报现在是“初审通过”，初审清单不能再改。"):
        fill(makers.screened(cast), cast.beijiao)


def test_the_slower_of_two_writes_nothing(cast):
    row = makers.submitted(cast)
    with pytest.raises(Conflict):
        fill(row, cast.beijiao, version=row.version - 1)
    row.refresh_from_db()
    assert row.checklist == {}


def test_a_new_version_begins_its_checklist_anew(cast):
    row = makers.checked(makers.submitted(cast), cast)
    makers.act(row, Action.RETURN, cast.beijiao)
    row = makers.resubmitted(row, cast)
    assert (row.checklist, row.screening_note) == ({}, "")


def test_the_clerk_confirms_what_came_back(cast):
    note = settle_note(answered(cast), actor=cast.beijiao)
    assert (note.settled_by, note.answer) == (cast.beijiao, "已补正")
    summary = AuditEvent.objects.order_by("-seq").first().summary
    assert summary == f"确认{note.declaration.name}的意见已解决：{NOTE['text']}"


def test_the_office_confirms_while_it_verifies(cast):
    row = makers.verified(makers.verifying(cast), cast, Conclusion.MOSTLY)
    makers.act(row, Action.RETURN, cast.officer, comment="", notes=[NOTE])
    row = makers.resubmitted(row, cast)
    note = SectionNote.objects.get()
    with pytest.raises(PermissionDenied):
        settle_note(note, actor=cast.officer)
    SectionNote.objects.update(answered_on_version=row.submissions)
    type(row).objects.filter(pk=row.pk).update(state="verifying")
    assert settle_note(SectionNote.objects.get(), actor=cast.officer).settled_by == cast.officer


@pytest.mark.parametrize("who", ["owner", "outsider", "officer", "beijiao_head"])
def test_nobody_else_confirms(who, cast):
    with pytest.raises(PermissionDenied):
        settle_note(answered(cast), actor=getattr(cast, who))


def test_what_was_not_mended_is_not_confirmed(cast):
    note = answered(cast)
    SectionNote.objects.update(answer="", answered_on_version=None)
    note.refresh_from_db()
    with pytest.raises(Refused, match="这条意见还没有补正，不能确认已解决。"):
        settle_note(note, actor=cast.beijiao)


def test_it_is_confirmed_once(cast):
    note = answered(cast)
    settle_note(note, actor=cast.beijiao)
    with pytest.raises(Conflict, match="这条意见已由他人确认。"):
        settle_note(note, actor=cast.beijiao)
