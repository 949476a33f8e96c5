"""The words of single conditions, for every kind of filter."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from ledgers.conditions import _words
from longting.accounts.models import Organisation
from longting.common.fields import MonthFormField
from longting.common.periods import Month
from tests.projects.makers import unit

GROUPS = [("", "全部"), ("在建", [("building", "续建"), ("new", "新开工")]), ("done", "已竣工")]


class Filters(forms.Form):
    """One field of each kind."""

    text = forms.CharField(required=False)
    choice = forms.ChoiceField(choices=GROUPS, required=False)
    several = forms.MultipleChoiceField(choices=GROUPS, required=False)
    row = forms.ModelChoiceField(Organisation.objects.all(), required=False)
    month = MonthFormField(required=False)


@pytest.mark.parametrize("value", [None, "", False, []])
def test_a_filter_that_narrows_nothing_has_no_words(value):
    assert _words(Filters()["text"], value) == ""


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("text", "冷链 <b>", "冷链 <b>"),
        ("choice", "new", "新开工"),
        ("choice", "gone", "gone"),
        ("several", ["building", "done"], "续建、已竣工"),
        ("text", True, "是"),
        ("text", Decimal("5000"), "5,000.00 万元"),
        ("text", date(2026, 11, 24), "2026-11-24"),
        ("month", slice(Month(2026, 3), Month(2026, 9)), "2026-03至2026-09"),
        ("month", slice(None, Month(2026, 9)), "不限至2026-09"),
        ("month", slice(Month(2026, 3), None), "2026-03至不限"),
    ],
)
def test_a_value_is_told_as_a_person_would(name, value, words):
    assert _words(Filters()[name], value) == words


def test_a_row_is_told_by_its_name(db):
    rows = Organisation.objects.filter(pk=unit().pk)
    assert (_words(Filters()["row"], unit()), _words(Filters()["row"], rows)) == ("北郊乡人民政府",) * 2
