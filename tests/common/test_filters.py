from decimal import Decimal

import django_filters
import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Value, When
from django.test import RequestFactory

from longting.accounts.models import Organisation
from longting.common.fields import MonthField, wan
from longting.common.filters import MoneyFilter, MonthRangeFilter, QuickSearchFilter, ScopedModelChoiceFilter
from longting.common.periods import Month


class Filters(django_filters.FilterSet):
    q = QuickSearchFilter("model", "名称")
    least = MoneyFilter(field_name="total", lookup_expr="gte", label="总投资 ≥")
    start = MonthRangeFilter(field_name="month", label="开工月")


@pytest.fixture
def rows(db):
    """Two kinds of rows: `user` with 5000 万元 in March 2026, the others with 1 万元 in October."""
    chosen = ContentType.objects.filter(model__in=["user", "session"])
    return chosen.annotate(
        total=Case(When(model="user", then=wan(5000)), default=wan(1)),
        month=Case(
            When(model="user", then=Value(Month(2026, 3), MonthField())), default=Value(Month(2026, 10), MonthField())
        ),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["session", "user"]),
        ({"q": "USE"}, ["user"]),
        ({"least": "0.5亿元"}, ["user"]),
        ({"least": "5000.0001"}, []),
        ({"start_from": "2026-04"}, ["session"]),
        ({"start_to": "2026年4月"}, ["user"]),
        ({"start_from": "2026-03", "start_to": "2026-10"}, ["session", "user"]),
        ({"start_from": "", "start_to": ""}, ["session", "user"]),
    ],
)
def test_rows_are_narrowed_by_words_amount_and_months(rows, query, found):
    filters = Filters(query, queryset=rows)
    assert filters.form.errors == {}
    assert sorted(filters.qs.values_list("model", flat=True)) == found


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"least": "近百亿元"}, {"least": ["“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。"]}),
        ({"start_from": "2026-10", "start_to": "2026-03"}, {"start": ["开始月份晚于结束月份。请把两个月份对调。"]}),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_filter(rows, query, errors):
    assert Filters(query, queryset=rows).form.errors == errors


def test_a_filter_keeps_what_was_typed(rows):
    form = Filters({"start_from": "2026-03", "least": "5000万", "q": "冷链"}, queryset=rows).form
    html = "".join(str(field) for field in form)
    assert [part in html for part in ('value="2026-03"', 'value="5000万"', 'value="冷链"', 'name="start_to"')] == [
        True
    ] * 4
    assert (form.fields["least"].unit, form.fields["q"].help_text) == ("万元", "名称")


class UnitFilters(django_filters.FilterSet):
    unit = ScopedModelChoiceFilter(queryset=Organisation.objects.all(), field_name="pk", label="单位")


def test_the_choices_of_a_filter_are_those_the_reader_may_see(cast):
    request = RequestFactory().get("/")
    offered = {}
    for user in (cast.owner, cast.outsider, cast.officer):
        request.user = user
        form = UnitFilters({}, queryset=Organisation.objects.all(), request=request).form
        offered[user] = set(form.fields["unit"].queryset.filter(kind="company").values_list("name", flat=True))
    assert offered == {
        cast.owner: {"开封龙亭示范建设有限公司"},
        cast.outsider: set(),
        cast.officer: {"开封龙亭示范建设有限公司"},
    }


def test_an_amount_that_is_exact_may_have_four_decimals(rows):
    filters = Filters({"least": "4999.9999"}, queryset=rows)
    assert (filters.is_valid(), filters.form.cleaned_data["least"]) == (True, Decimal("4999.9999"))
