"""Filters of list pages for django-filter: quick search, amounts in 万元, spans of months, choices within the scope."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django_filters.fields import RangeField
from django_filters.widgets import RangeWidget

from longting.common.fields import MoneyFormField, MonthFormField, MonthInput
from longting.common.search import search

_TOO_LONG = {"max_length": "最多 100 个字。请缩短。", "null_characters_not_allowed": "有看不见的控制字符。请删去。"}


class SearchBox(forms.TextInput):
    """The text input of the quick search."""

    input_type = "search"


class QuickSearchFilter(django_filters.CharFilter):
    """Several words, all of which one prepared text column contains; see `longting.common.search`."""

    def __init__(self, field_name: str = "search_text", hint: str = "", **kwargs: Any):
        extra = {"widget": SearchBox, "max_length": 100, "help_text": hint, "error_messages": _TOO_LONG}
        super().__init__(field_name=field_name, label="快速查找", **(extra | kwargs))

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return search(qs, self.field_name, value) if value else qs


class MoneyFilter(django_filters.Filter):
    """An amount compared by `lookup_expr` (gte, lte), typed as `5000`, `5000万` or `0.5亿元`. Its label says ≥ or ≤."""

    field_class = MoneyFormField


class MonthRangeWidget(RangeWidget):
    """Two month pickers, named `<name>_from` and `<name>_to`."""

    suffixes = ["from", "to"]

    def __init__(self, attrs: dict[str, str] | None = None):
        forms.MultiWidget.__init__(self, (MonthInput, MonthInput), attrs)


class MonthRangeField(RangeField):
    """From a month to a month, both inclusive; either may be left empty."""

    widget = MonthRangeWidget

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__((MonthFormField(), MonthFormField()), *args, **kwargs)

    def compress(self, data_list: list) -> slice | None:
        span = super().compress(data_list)
        if span and span.start and span.stop and span.start > span.stop:
            raise ValidationError("开始月份晚于结束月份。请把两个月份对调。", code="backwards")
        return span


class MonthRangeFilter(django_filters.Filter):
    """Rows whose month lies between two months, both inclusive."""

    field_class = MonthRangeField

    def filter(self, qs: QuerySet, value: slice | None) -> QuerySet:
        if value and value.start:
            qs = self.get_method(qs)(**{f"{self.field_name}__gte": value.start})
        if value and value.stop:
            qs = self.get_method(qs)(**{f"{self.field_name}__lte": value.stop})
        return qs


class ScopedModelChoiceFilter(django_filters.ModelChoiceFilter):
    """A choice among the rows the reader may see: what a filter offers is scoped like what a list shows."""

    def get_queryset(self, request: Any) -> QuerySet:
        return super().get_queryset(request).all().visible_to(request.user)
