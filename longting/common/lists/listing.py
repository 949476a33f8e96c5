"""What one request asks of a list page: which rows, in which order, with which columns, which page of them."""

from functools import cache, cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest

from longting.common.columns import cells, choose
from longting.common.filters import QuickSearchFilter
from longting.common.keyset import Keyset, Page

COUNT_LIMIT = 1000
"""Counting stops here: beyond it the number says nothing that a filter would not say better."""


class Listing:
    """One request to one list page (`ListPage`); whatever a reader asks is limited to what the page declares."""

    def __init__(self, page: Any, request: HttpRequest):
        self.page, self.request, self.query = page, request, request.GET
        self.declared = page.get_columns(request)
        self.columns = choose(self.declared, self.query.get("cols", "").split(","))
        self.sort = self._allowed_sort()
        self.size = self._allowed_size()

    @cached_property
    def filters(self) -> django_filters.FilterSet:
        """The bound filters; their choices are scoped because they know the request."""
        filterset_class = _searching(self.page.filterset_class, self.page.search_field, self.page.search_hint)
        filters = filterset_class(self.query, queryset=self.page.get_queryset(self.request), request=self.request)
        filters.form.order_fields(["q"])
        return filters

    @property
    def has_conditions(self) -> bool:
        """Whether anything narrows the rows."""
        return any(_is_filled(field) for field in self.filters.form)

    @property
    def is_valid(self) -> bool:
        """Whether every filter could be read; otherwise no row is shown, because all rows would be a wrong answer."""
        return self.filters.is_valid()

    @cached_property
    def rows(self) -> QuerySet:
        """The rows asked for, in no particular order."""
        return self.filters.qs if self.is_valid else self.filters.queryset.none()

    @cached_property
    def keyset(self) -> Keyset:
        """The rows in the asked order."""
        return Keyset(self.rows, self._order(), scope=f"{self.page.key}:{self.sort}")

    @cached_property
    def shown(self) -> Page:
        """The page of rows asked for."""
        return self.keyset.page(self.size, after=self.query.get("after", ""), before=self.query.get("before", ""))

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """The rows of the page formatted for the table: cells, and pk and name for choosing."""
        reveal = self.page.may_reveal(self.request)
        lines = [(row, cells(self.columns, row, reveal=reveal)) for row in self.shown.rows]
        name = self.columns.index(self.declared[0])
        return [{"cells": line, "pk": row.pk, "name": line[name].text} for row, line in lines]

    def count_words(self) -> str:
        """How many rows there are, when the reader asked for it; capped, so that it costs little on any list."""
        if "count" not in self.query:
            return ""
        count = self.capped_count(COUNT_LIMIT)
        return f"{COUNT_LIMIT:,} 个以上" if count > COUNT_LIMIT else f"共 {count:,} 个"

    def capped_count(self, limit: int) -> int:
        """The number of rows, or `limit` + 1 when there are more."""
        return self.rows.order_by()[: limit + 1].count()

    def order_words(self) -> str:
        """The order in words, such as 按总投资降序."""
        key = self.sort.removeprefix("-")
        labels = [column.label for column in self.declared if column.sort == key]
        return f"按{labels[0]}{'降序' if self.sort.startswith('-') else '升序'}" if labels else ""

    def _allowed_sort(self) -> str:
        asked = self.query.get("sort", "")
        return asked if asked.removeprefix("-") in self.page.orders else self.page.default_order

    def _allowed_size(self) -> int:
        sizes = {str(size): size for size in self.page.page_sizes}
        return sizes.get(self.query.get("size", ""), self.page.page_size)

    def _order(self) -> tuple[str, ...]:
        fields = self.page.orders.get(self.sort.removeprefix("-"), ())
        return tuple(map(_reversed, fields)) if self.sort.startswith("-") else tuple(fields)


def _reversed(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _is_filled(field: BoundField) -> bool:
    return any(field.data) if isinstance(field.data, list) else bool(field.data)


@cache
def _searching(filterset_class: type | None, search_field: str, hint: str) -> type[django_filters.FilterSet]:
    """The page's filters with the quick search `q` among them."""
    base = filterset_class or django_filters.FilterSet
    if not search_field:
        return base
    return type(base)(f"Searching{base.__name__}", (base,), {"q": QuickSearchFilter(search_field, hint)})
