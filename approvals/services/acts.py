"""`perform`: the one function that moves a declaration (DESIGN §4): lock, ask the table, save, leave a trace."""

from collections.abc import Callable, Mapping, Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from approvals.enums import Action, State
from approvals.models import Declaration
from approvals.selectors.judging import case_of
from approvals.services.effects import AFTER, Act
from approvals.services.steps import write_step
from approvals.workflow import DECLARATIONS
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.errors import Conflict, Refused
from longting.common.workflow import Refusal, Table, Transition


@transaction.atomic
def perform(
    declaration: Declaration, action: Action, *, version: int, comment: str = "", notes: Sequence[Mapping] = (),
    answers: Mapping[int, str] | None = None, through: str = "", actor, today,
) -> Declaration:  # fmt: skip
    """Do `action` on a declaration as `actor`. `version` is that of the row the person saw; `notes` are opinions
    {section, text} for a return, `answers` {note id: text} for a resubmission; `through` see workflow.Case.

    Raises Conflict when somebody was faster, PermissionDenied for a role or unit that may not, Refused with the
    guard's reason, ValidationError at `comment` for an act without the reason it needs.
    """
    row = locked(declaration)
    if row.version != version:
        raise Conflict()
    require_reach(row, action, actor)
    said = comment.strip() or "；".join(note["text"].strip() for note in notes)
    source = State(row.state)
    transition = asked(DECLARATIONS, action, source, actor, said, lambda: case_of(row, today, through=through))
    row.state, row.version = transition.target.value, row.version + 1
    row.held_since = row.updated_at = clock.now()
    if after := AFTER.get(action):
        after(row, Act(comment.strip(), tuple(notes), dict(answers or {}), actor, today))
    row.save()
    write_step(row, action, source, said, actor, today)
    return row


def asked(table: Table, action, state, actor, comment: str, case: Callable[[], object]) -> Transition:
    """The row of the table, or its refusal in the house's terms. The facts for the guard (`case`) are gathered only for
    somebody who may act at all."""
    try:
        way = table.find(action, state)
        facts = case() if way.guard and actor.may(way.permission) else None
        return table.check(action, state, may=actor.may, comment=comment, subject=facts)
    except Refusal as refusal:
        if refusal.code == "permission":
            raise PermissionDenied from None
        if refusal.code == "comment":
            raise ValidationError({"comment": str(refusal)}) from None
        raise Refused(str(refusal)) from None


def locked(declaration: Declaration) -> Declaration:
    """The row as it is now, locked."""
    rows = Declaration.objects.select_for_update(of=("self",)).select_related("project", "unit", "applicant")
    return rows.get(pk=declaration.pk)


def reaches(row: Declaration, permission: Permission, actor) -> bool:
    """Whether this person's organisation has to do with the row: applicant and unit with their own, the office and the
    committee with all."""
    mine = actor.organisation_ids
    if permission is Permission.APPLY:
        return row.applicant_id in mine
    if permission in (Permission.SCREEN, Permission.SIGN_OFF):
        return row.unit_id in mine
    return True


def require_reach(row: Declaration, action: Action, actor) -> None:
    """Raises PermissionDenied when every way to do `action` from here needs another organisation's person."""
    state = State(row.state)
    ways = [found for found in DECLARATIONS.transitions if found.action == action and found.source == state]
    if ways and not any(reaches(row, way.permission, actor) for way in ways):
        raise PermissionDenied


def offered(row: Declaration, actor) -> list[Action]:
    """The acts this person may start on the row now, in the order of the table (guards are asked when it is done)."""
    found = DECLARATIONS.available(State(row.state), actor.may)
    return [way.action for way in found if reaches(row, way.permission, actor)]


def reason_against(row: Declaration, action: Action, today) -> str:
    """What the guard says of an act now; "" when it may be done. For buttons that show why they are blocked."""
    way = DECLARATIONS.find(action, State(row.state))
    return (way.guard(case_of(row, today)) or "") if way.guard else ""
