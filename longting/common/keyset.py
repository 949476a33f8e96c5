"""Pages by position instead of by number: the next page begins after the last row shown.

Page 2,000 costs what page 2 costs, and rows that are added or removed meanwhile shift nothing. Empty values stand last
in both directions and on both databases. The position travels as a signed text, so it cannot be forged into a
condition on other values; one that is damaged or belongs to another order leads to the first page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from longting.common.periods import Month

_READ = {"decimal": Decimal, "moment": datetime.fromisoformat, "day": date.fromisoformat, "month": Month.parse}


@dataclass(frozen=True)
class Key:
    """One key of an order: `path` to compare by, `name` under which a row carries the value."""

    path: str
    name: str
    descending: bool
    nullable: bool

    def ordering(self, backwards: bool) -> OrderBy:
        """The ORDER BY term; empty values are last when reading forwards."""
        expression = F(self.name)
        nulls = {("nulls_first" if backwards else "nulls_last"): True} if self.nullable else {}
        return expression.desc(**nulls) if self.descending != backwards else expression.asc(**nulls)

    def equal(self, value: Any) -> Q:
        """Rows with this value."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any, backwards: bool) -> Q | None:
        """Rows that come later in reading direction by this key alone; None when there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        further = Q(**{f"{self.name}__{'lt' if self.descending != backwards else 'gt'}": value})
        return further | Q(**{f"{self.name}__isnull": True}) if self.nullable and not backwards else further

    def bound(self, value: Any, backwards: bool) -> Q:
        """A condition that adds nothing to `beyond` but lets the database begin at the right place of its index."""
        if self.nullable:
            return Q()
        return Q(**{f"{self.name}__{'lte' if self.descending != backwards else 'gte'}": value})


@dataclass(frozen=True)
class Page:
    """Rows of one page and the positions of its neighbours ("" = none). `lost` when the asked position was no good."""

    rows: list[Any]
    after: str = ""
    before: str = ""
    lost: bool = False


class Keyset:
    """A queryset in a total order. `scope` names list and order; a position is good only within the same scope."""

    def __init__(self, queryset: QuerySet, fields: Sequence[str], *, scope: str):
        self.keys = order_keys(queryset.model, fields)
        named = {key.name: F(key.path) for key in self.keys if key.name != key.path}
        self.queryset = queryset.annotate(**named) if named else queryset
        self.signer = Signer(salt=f"keyset.{scope}")

    def ordered(self, *, backwards: bool = False) -> QuerySet:
        """All rows in order, for exports."""
        return self.queryset.order_by(*(key.ordering(backwards) for key in self.keys))

    def page(self, size: int, *, after: str = "", before: str = "") -> Page:
        """The page after or before a position, or the first one. One SQL query, a second only at the ends."""
        if not (after or before):
            return self._first(size)
        position = self._read(after or before)
        if position is None:
            return self._first(size, lost=True)
        backwards = not after
        rows = list(self.ordered(backwards=backwards).filter(self._beyond(position, backwards))[: size + 1])
        more, rows = len(rows) > size, rows[:size]
        if not rows or (backwards and not more):  # a short page at the beginning would hide rows that stand after it
            return self._first(size)
        if backwards:
            rows.reverse()
        return Page(
            rows,
            after=self.position(rows[-1]) if more or backwards else "",
            before=self.position(rows[0]) if more or not backwards else "",
        )

    def position(self, row: Any) -> str:
        """The signed position of a row."""
        return self.signer.sign_object([_plain(_part(row, key.name)) for key in self.keys], compress=True)

    def _first(self, size: int, *, lost: bool = False) -> Page:
        rows = list(self.ordered()[: size + 1])
        more = len(rows) > size
        return Page(rows[:size], after=self.position(rows[size - 1]) if more else "", lost=lost)

    def _read(self, position: str) -> list[Any] | None:
        try:
            values = [_typed(plain) for plain in self.signer.unsign_object(position)]
        except BadSignature:
            return None
        return values if len(values) == len(self.keys) else None

    def _beyond(self, values: Sequence[Any], backwards: bool) -> Q:
        condition = None
        for key, value in zip(reversed(self.keys), reversed(values), strict=True):
            further = key.beyond(value, backwards)
            if condition is not None:
                same = key.equal(value) & condition
                further = same if further is None else further | same
            condition = further
        return self.keys[0].bound(values[0], backwards) & condition


def order_keys(model: type[Model], fields: Sequence[str]) -> list[Key]:
    """The keys of an order such as ("-plan", "responsible__order"); pk comes last, so that no two rows are equal."""
    keys = []
    for position, field in enumerate([*fields, "pk"]):
        path = field.removeprefix("-")
        name = f"keyset_{position}" if "__" in path else path
        keys.append(Key(path, name, field.startswith("-"), _nullable(model, path)))
    return keys


def _nullable(model: type[Model], path: str) -> bool:
    """Whether the value at the end of the path can be empty; annotations are taken to be."""
    for name in path.split("__"):
        if name == "pk":
            return False
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model
    return False


def _part(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _plain(value: Any) -> Any:
    """The value in JSON. Raises TypeError for a type no order uses."""
    if value is None or isinstance(value, str | int):
        return value
    for kind, sort in (("decimal", Decimal), ("moment", datetime), ("day", date), ("month", Month)):
        if isinstance(value, sort):
            return [kind, value.isoformat() if kind in ("moment", "day") else str(value)]
    raise TypeError(f"a list cannot be ordered by {type(value).__name__}")


def _typed(plain: Any) -> Any:
    return _READ[plain[0]](plain[1]) if isinstance(plain, list) else plain
