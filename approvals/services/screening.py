"""The unit's work on one declaration: its checklist, and opinions that are settled (第九条二)."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction

from approvals.checklist import SCREENING
from approvals.enums import AT_OFFICE, Act, Answer, State
from approvals.models import Declaration, SectionNote
from longting.accounts.roles import Permission
from longting.audit.services import Entry, record
from longting.common import clock
from longting.common.errors import Conflict, Refused


@transaction.atomic
def fill_checklist(
    declaration: Declaration, *, answers: Mapping[str, Mapping[str, str]], note: str, version: int, actor
) -> Declaration:
    """Keep the answers of the screening checklist ({item: {answer, note}}), complete or not, and the opinion of the
    unit. Raises PermissionDenied for another unit, Refused outside 待初审, Conflict."""
    row = Declaration.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    if not (actor.may(Permission.SCREEN) and row.unit_id in actor.organisation_ids):
        raise PermissionDenied
    if row.state != State.SUBMITTED:
        raise Refused(f"申报现在是“{State.label_of(row.state)}”，初审清单不能再改。")
    if row.version != version:
        raise Conflict()
    kept = {item.key: _answer(answers.get(item.key) or {}) for item in SCREENING if answers.get(item.key)}
    if (kept, note.strip()) == (row.checklist, row.screening_note):
        return row
    row.checklist, row.screening_note = kept, note.strip()
    row.updated_at, row.version = clock.now(), row.version + 1
    row.save(update_fields=["checklist", "screening_note", "updated_at", "version"])
    done = sum(1 for given in kept.values() if given["answer"])
    text = f"填写{row.name}的初审清单，{done} / {len(SCREENING)} 项"
    record(
        Entry(Act.DECLARATION_CHECK, "declaration", row.pk, row.name, text, {}, row.screening_note, row.project_id),
        actor=actor,
    )
    return row


@transaction.atomic
def settle_note(note: SectionNote, *, actor) -> SectionNote:
    """Whoever has the declaration before him confirms that an opinion was met. Raises PermissionDenied for somebody
    else, Conflict when it is settled already, Refused before it was answered."""
    row = Declaration.objects.select_for_update(of=("self",)).get(pk=note.declaration_id)
    if not looks_at(row, actor) or (note.from_office and not actor.may(Permission.VERIFY)):
        raise PermissionDenied  # what the office asked for, the office settles
    if note.answered_on_version is None:
        raise Refused("这条意见还没有补正，不能确认已解决。")
    now = clock.now()
    done = SectionNote.objects.filter(pk=note.pk, settled_at__isnull=True).update(settled_at=now, settled_by=actor)
    if done != 1:
        raise Conflict("这条意见已由他人确认。")
    text = f"确认{row.name}的意见已解决：{note.text[:60]}"
    record(Entry(Act.NOTE_SETTLE, "declaration", row.pk, row.name, text, project_id=row.project_id), actor=actor)
    note.refresh_from_db()
    return note


def looks_at(row: Declaration, actor) -> bool:
    """Whether this person has the declaration before him now, so that opinions are his to settle."""
    state = State(row.state)
    at_unit = state is State.SUBMITTED and actor.may(Permission.SCREEN) and row.unit_id in actor.organisation_ids
    return at_unit or (state in AT_OFFICE and actor.may(Permission.VERIFY))


def _answer(given: Mapping[str, str]) -> dict[str, str]:
    answer = given.get("answer", "")
    return {
        "answer": answer if answer in [member.value for member in Answer] else "",
        "note": str(given.get("note", "")).strip()[:300],
    }
