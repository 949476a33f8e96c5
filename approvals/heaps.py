"""Declarations in heaps, by list and state: what a to-do about many of them says, from one query."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, OuterRef, QuerySet, Subquery

from approvals.enums import State
from approvals.models import DeclarationWindow
from approvals.windows import default_window


@dataclass(frozen=True)
class Heap:
    """Declarations of one list in one state: how many, since when the oldest waits, a name, when the window closes;
    `report` and `note`: the unit's report that the head gave back with them, and why."""

    state: State
    year: int
    batch: int
    count: int
    oldest: datetime
    name: str
    closes_on: date
    report: UUID | None = None
    note: str | None = None

    @property
    def words(self) -> str:
        """Its name, or how many there are."""
        return self.name if self.count == 1 else f"{self.count} 个项目"


def heaps_of(rows: QuerySet, **apart: Subquery) -> list[Heap]:
    """The rows by list and state. `apart`: columns besides the list and the state by which they are kept apart."""
    grouped = rows.annotate(**window_columns(), **apart).order_by("year", "batch")
    grouped = grouped.values("state", "year", "batch", "opens", "closes", *apart)
    return [
        Heap(
            State(found["state"]), found["year"], found["batch"], found["count"], found["oldest"], found["first"],
            found["closes"] or default_window(found["year"], found["batch"]).closes_on,
            *(found[name] for name in apart),
        )
        for found in grouped.annotate(count=Count("pk"), oldest=Min("held_since"), first=Min("name"))
    ]  # fmt: skip


def one_of(heaps: list[Heap]) -> Heap | None:
    """All lists together, None when there is nothing."""
    if not heaps:
        return None
    first = min(heaps, key=lambda heap: heap.oldest)
    count = sum(heap.count for heap in heaps)
    return Heap(first.state, first.year, first.batch, count, first.oldest, first.name, first.closes_on)


def window_columns() -> dict[str, Subquery]:
    """The window of a row's list as the office set it; both None while the customary one applies."""
    found = DeclarationWindow.objects.filter(year=OuterRef("year"), batch=OuterRef("batch"))
    return {"opens": Subquery(found.values("opens_on")[:1]), "closes": Subquery(found.values("closes_on")[:1])}
