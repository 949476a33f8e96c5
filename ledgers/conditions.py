"""What a list shows, in words: its filters with the names and choices a person sees, its order, its columns."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet
from django.forms import BoundField

from longting.common.lists.listing import Listing
from longting.common.money import format_wan

MEASURES = ("≥", "≤")
"""A label that ends so needs no colon before the amount."""


def conditions(listing: Listing) -> list[str]:
    """One phrase for each thing that makes the view: `责任单位：北郊乡人民政府`, `按总投资降序`, `显示列：…`."""
    form = listing.filters.form
    form.is_valid()
    filled = [field for field in form if field.name in form.cleaned_data]
    phrases = [_phrase(field, form.cleaned_data[field.name]) for field in filled]
    return [*filter(None, phrases), *_shape(listing)]


def _phrase(field: BoundField, value: Any) -> str:
    words = _words(field, value)
    joint = " " if field.label.endswith(MEASURES) else "："
    return f"{field.label}{joint}{words}" if words else ""


def _words(field: BoundField, value: Any) -> str:
    """The value as the page prints it; "" when the filter narrows nothing."""
    if value is None or value is False or value == "":
        return ""
    if isinstance(value, slice):
        return f"{value.start or '不限'}至{value.stop or '不限'}"
    if isinstance(value, Decimal):
        return f"{format_wan(value)} 万元"
    if isinstance(value, list | tuple | QuerySet):
        return "、".join(_words(field, one) for one in value)
    return "是" if value is True else _named(field, value)


def _named(field: BoundField, value: Any) -> str:
    """The label of a choice, the name of a row, any other value as it was typed."""
    if isinstance(value, Model):
        return str(value)
    return dict(_flat(getattr(field.field, "choices", ()))).get(str(value), str(value))


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[str, str]]:
    """Choices without their groups."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), str(label)


def _shape(listing: Listing) -> list[str]:
    """Order and columns, where the view chose them itself."""
    order = listing.order_words() if "sort" in listing.query else ""
    columns = "、".join(column.label for column in listing.columns) if "cols" in listing.query else ""
    return [*filter(None, [order, f"显示列：{columns}" if columns else ""])]
