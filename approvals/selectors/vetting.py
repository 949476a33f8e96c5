"""What the project office works on (第九条三): to be received, being verified, returned and outside, on drafts."""

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from approvals.enums import AT_OFFICE, AT_UNIT, ON_LIST, Action, BatchState, State
from approvals.models import BatchItem, Declaration, SectionNote, Step
from projects.enums import LIST_OPEN, ListState
from projects.models import AnnualList, ListEntry

#: The one that waits longest comes first; 上一件 and 下一件 follow the same order.
ORDER = ("held_since", "pk")


def in_queue(user, state: State = State.VERIFYING) -> QuerySet:
    """The declarations in one state of the office, in the order in which they came."""
    return Declaration.objects.visible_to(user).in_state(state).order_by(*ORDER)


def to_receive(user) -> QuerySet:
    """已汇总上报: each with the units' reports it came with, the latest first."""
    items = BatchItem.objects.filter(batch__state=BatchState.REPORTED.value).order_by("-batch__signed_at", "-pk")
    reports = Prefetch("batch_items", items.select_related("batch__unit", "batch__signed_by"), to_attr="reports")
    return in_queue(user, State.REPORTED).select_related("applicant", "unit").prefetch_related(reports)


def being_verified(user) -> QuerySet:
    """核实遴选: each with its records, its open opinions, and what Article 8 looks at."""
    rows = in_queue(user).select_related("applicant", "unit", "project")
    notes = Prefetch("notes", SectionNote.objects.filter(settled_at__isnull=True), to_attr="open_notes")
    return rows.prefetch_related("verifications", "project__overrides", notes)


def returned_outside(user) -> QuerySet:
    """Returned by the office and not back yet: with the applicant, or with the unit that screens it anew. Annotated
    with `returned_at`."""
    returns = Step.objects.filter(
        declaration=OuterRef("pk"), action=Action.RETURN.value, source__in=[state.value for state in AT_OFFICE]
    )
    rows = Declaration.objects.visible_to(user).in_state(State.RETURNED, *AT_UNIT).filter(Exists(returns))
    rows = rows.annotate(returned_at=Subquery(returns.order_by("-pk").values("at")[:1]))
    return rows.select_related("applicant", "unit").order_by("returned_at", "pk")


def lists_under_way(user) -> QuerySet:
    """Drafts and lists not yet issued that hold declarations; `declared` counts those that stand on them: neither
    struck or sent back by the committee nor withdrawn."""
    rows = AnnualList.objects.visible_to(user).exclude(state=ListState.ISSUED.value)
    standing = ListEntry.objects.standing().filter(pk=OuterRef("entries"))
    declared = Count(
        "entries",
        filter=Q(entries__declaration__state__in=[state.value for state in ON_LIST]) & Exists(standing),
    )
    return rows.annotate(declared=declared).filter(declared__gt=0)


def closed_lists(user) -> dict[tuple[int, int], ListState]:
    """(year, batch) → state of the lists that take no entry any more."""
    rows = AnnualList.objects.visible_to(user).exclude(state__in=[state.value for state in LIST_OPEN])
    return {(row.year, row.batch): ListState(row.state) for row in rows}


def neighbours(row: Declaration, user) -> tuple[Declaration | None, Declaration | None]:
    """The one before and the one after in the queue of its state, None at either end."""
    queue = in_queue(user, State(row.state)).only("public_id", "name", "held_since")
    same = Q(held_since=row.held_since)
    before = queue.filter(Q(held_since__lt=row.held_since) | same & Q(pk__lt=row.pk)).last()
    after = queue.filter(Q(held_since__gt=row.held_since) | same & Q(pk__gt=row.pk)).first()
    return before, after
