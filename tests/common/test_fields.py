from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldError, ValidationError
from django.db.models import F, IntegerField, Max, Min, Sum, Value

from longting.common.fields import MoneyField, MoneyFormField, MonthField, MonthFormField, wan
from longting.common.periods import Month

money, month = MoneyField(), MonthField()


@pytest.mark.parametrize(
    ("amount", "stored"),
    [
        (Decimal("5000"), 50_000_000),
        (Decimal("4999.9999"), 49_999_999),
        (Decimal("-0.5"), -5000),
        (5000, 50_000_000),
        ("12.5", 125_000),
        (None, None),
    ],
)
def test_an_amount_is_stored_as_whole_yuan(amount, stored):
    assert money.get_prep_value(amount) == stored


def test_stored_yuan_come_back_as_exact_decimal_wan():
    assert money.from_db_value(49_999_999, None, None) == Decimal("4999.9999")
    assert money.from_db_value(None, None, None) is None


def test_the_model_field_cleans_text_of_a_fixture():
    assert (money.to_python("12.5"), money.to_python(None)) == (Decimal("12.5"), None)


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (0.1, "inexact"),
        (True, "inexact"),
        (Decimal("0.00001"), "amount"),
        (Decimal("NaN"), "amount"),
        (Decimal("Infinity"), "amount"),
        (Decimal("1e300"), "amount"),
        ("", "invalid"),
        ("五千", "invalid"),
    ],
)
def test_an_inexact_or_senseless_amount_is_refused(amount, code):
    with pytest.raises(ValidationError) as refusal:
        money.get_prep_value(amount)
    assert refusal.value.code == code


def test_an_amount_is_serialised_as_plain_text():
    class Holder:
        total = Decimal("5000.0000")

    field = MoneyField()
    field.attname = "total"
    assert field.value_to_string(Holder()) == "5000.0000"
    Holder.total = None
    assert field.value_to_string(Holder()) == ""


@pytest.mark.django_db
def test_sums_and_extremes_in_the_database_come_back_as_decimal_wan():
    rows = ContentType.objects.annotate(total=wan(Decimal("0.1")))
    count = rows.count()
    assert rows.aggregate(s=Sum("total"), a=Max("total"), b=Min("total")) == {
        "s": Decimal("0.1") * count,
        "a": Decimal("0.1"),
        "b": Decimal("0.1"),
    }
    assert rows.none().aggregate(s=Sum("total", default=0)) == {"s": Decimal(0)}


@pytest.mark.django_db
def test_expressions_of_amounts_are_amounts():
    row = (
        ContentType.objects.annotate(a=wan(5), b=wan(Decimal("0.0001")), two=Value(2, IntegerField()))
        .annotate(more=F("a") + F("b"), less=F("a") - F("b"), twice=F("a") * F("two"), double=F("two") * F("a"))
        .values_list("more", "less", "twice", "double")
        .first()
    )
    assert row == (Decimal("5.0001"), Decimal("4.9999"), Decimal(10), Decimal(10))


@pytest.mark.django_db
def test_amounts_compare_in_wan():
    rows = ContentType.objects.annotate(total=wan(5000))
    assert rows.filter(total__gte=Decimal("5000.0001")).exists() is False
    assert rows.filter(total__gte=5000, total__in=[Decimal("5000")], total__range=(4999, 5001)).exists() is True


@pytest.mark.django_db
def test_a_bare_number_beside_an_amount_is_refused_rather_than_read_as_yuan():
    with pytest.raises(FieldError):
        list(ContentType.objects.annotate(total=wan(5000)).annotate(more=F("total") + 5).values("more"))


class AmountForm(forms.Form):
    total = money.formfield(required=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("5000", Decimal(5000)),
        ("3.98亿元", Decimal(39800)),
        ("5000万", Decimal(5000)),
        ("１２００", Decimal(1200)),
        ("12,000.50", Decimal("12000.5")),
        ("", None),
    ],
)
def test_an_amount_may_be_typed_with_its_unit(typed, amount):
    form = AmountForm({"total": typed})
    assert (form.errors, form.cleaned_data["total"]) == ({}, amount)


def test_a_vague_amount_is_refused_with_words_and_stays_in_its_field():
    form = AmountForm({"total": "近百亿元"})
    assert form.errors == {"total": ["“近百亿元”不是确切金额。请填写一个数字，如 12000（万元）。"]}
    assert 'value="近百亿元"' in str(form["total"])


def test_the_input_of_an_amount_is_right_aligned_and_knows_its_unit():
    form = AmountForm(initial={"total": Decimal("5000.5000")})
    html = str(form["total"])
    assert isinstance(form.fields["total"], MoneyFormField)
    assert (form.fields["total"].unit, 'value="5000.5"' in html, 'class="form-control n"' in html) == (
        "万元",
        True,
        True,
    )


def test_the_same_amount_in_other_words_is_no_change():
    form = AmountForm({"total": "0.5亿元"}, initial={"total": Decimal("5000.0000")})
    assert form.has_changed() is False


@pytest.mark.parametrize("value", [Month(2026, 10), date(2026, 10, 1), "2026-10", "2026-10-01"])
def test_a_month_is_stored_as_its_first_day(value):
    assert month.get_prep_value(value) == date(2026, 10, 1)
    assert month.to_python(value) == Month(2026, 10)


def test_no_month_stays_no_month():
    assert (month.get_prep_value(None), month.from_db_value(None, None, None)) == (None, None)


@pytest.mark.parametrize(
    ("value", "code"),
    [(date(2026, 10, 2), "not_first_day"), ("2026-10-02", "not_first_day"), ("2026-13", "invalid"), ("", "invalid")],
)
def test_a_day_or_a_word_is_no_month(value, code):
    with pytest.raises(ValidationError) as refusal:
        month.to_python(value)
    assert refusal.value.code == code


@pytest.mark.django_db
def test_months_come_back_from_the_database_and_compare_as_months():
    rows = ContentType.objects.annotate(month=Value(Month(2026, 10), output_field=MonthField()))
    assert rows.aggregate(last=Max("month")) == {"last": Month(2026, 10)}
    assert rows.filter(month__gt=Month(2026, 9), month__year=2026, month__day=1).exists() is True


def test_a_month_is_serialised_as_a_month():
    class Holder:
        month = Month(2026, 10)

    field = MonthField()
    field.attname = "month"
    assert field.value_to_string(Holder()) == "2026-10"
    Holder.month = None
    assert field.value_to_string(Holder()) == ""


class MonthForm(forms.Form):
    start = month.formfield(required=False)


@pytest.mark.parametrize(("typed", "read"), [("2026-10", Month(2026, 10)), ("2026年3月", Month(2026, 3)), ("", None)])
def test_a_month_may_be_picked_or_typed(typed, read):
    form = MonthForm({"start": typed})
    assert (form.errors, form.cleaned_data["start"]) == ({}, read)


def test_a_field_that_is_shown_but_not_open_keeps_its_value():
    fields = MonthFormField(disabled=True), MoneyFormField(disabled=True)
    assert [field.clean(value) for field, value in zip(fields, (Month(2026, 3), Decimal("0.5")), strict=True)] == [
        Month(2026, 3),
        Decimal("0.5"),
    ]


def test_an_ambiguous_month_is_refused_and_what_was_typed_stays_visible():
    form = MonthForm({"start": "2026.1"})
    assert list(form.errors) == ["start"]
    assert ('type="text"' in str(form["start"]), 'value="2026.1"' in str(form["start"])) == (True, True)


def test_the_month_picker_shows_the_stored_month():
    form = MonthForm({"start": "2026-10"}, initial={"start": Month(2026, 10)})
    blank = MonthForm(initial={"start": Month(2026, 10)})
    assert (form.has_changed(), isinstance(form.fields["start"], MonthFormField)) == (False, True)
    assert ('type="month"' in str(blank["start"]), 'value="2026-10"' in str(blank["start"])) == (True, True)
    assert "value=" not in str(MonthForm()["start"])
