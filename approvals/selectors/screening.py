"""Reads of a unit's desk: what waits for its screening, what is out for mending, what waits to be reported."""

from collections.abc import Iterable

from django.db.models import Count, Q

from approvals.enums import AT_OFFICE, Action, BatchState, State
from approvals.models import BatchItem, Declaration, ScreeningBatch, Step


def at_desk(user, *states: State):
    """Declarations of the user's own unit in these states, the longest waiting first."""
    rows = Declaration.objects.visible_to(user).of_unit(user).in_state(*states)
    return rows.select_related("applicant", "unit").order_by("held_since", "pk")


def neighbours(row: Declaration, user) -> tuple[Declaration | None, Declaration | None]:
    """The one before and the one after in the queue of the unit's desk; the row itself may have left it."""
    queue = at_desk(user, State.SUBMITTED).exclude(pk=row.pk)
    earlier = Q(held_since__lt=row.held_since) | Q(held_since=row.held_since, pk__lt=row.pk)
    return queue.filter(earlier).last(), queue.exclude(earlier).first()


def last_returns(rows: Iterable[Declaration]) -> dict[int, Step]:
    """Declaration → the step that returned it last."""
    steps = Step.objects.filter(declaration__in=[row.pk for row in rows], action=Action.RETURN.value)
    return {step.declaration_id: step for step in steps.order_by("pk")}


def open_reports(user):
    """Reports of the user's own unit that are not sent up yet, those waiting for the signature first."""
    rows = ScreeningBatch.objects.visible_to(user).filter(unit__in=user.organisation_ids)
    rows = rows.exclude(state=BatchState.REPORTED).select_related("unit", "created_by")
    return rows.annotate(declarations=Count("items")).order_by("-state", "created_at", "pk")


def report_of(rows: Iterable[Declaration]) -> dict[int, ScreeningBatch]:
    """Declaration → the report, not sent up yet, on which it stands."""
    items = BatchItem.objects.filter(declaration__in=[row.pk for row in rows])
    items = items.exclude(batch__state=BatchState.REPORTED).select_related("batch__unit")
    return {item.declaration_id: item.batch for item in items}


def returns_of(batch: ScreeningBatch) -> dict[int, Step]:
    """Declaration → the step by which the office returned what this report had brought."""
    items = {item.declaration_id: item.on_version for item in batch.items.all()}
    office = [state.value for state in AT_OFFICE]
    steps = Step.objects.filter(declaration__in=items, action=Action.RETURN.value, source__in=office).order_by("pk")
    return {step.declaration_id: step for step in steps if step.on_version == items[step.declaration_id]}
