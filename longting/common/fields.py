"""Fields for the two measures of this house: money in 万元 and calendar months.

Money speaks Decimal 万元 in Python and on pages and is stored as whole 元, because SQLite sums decimals as floats
(100,000 × 0.10 gave 10000.0000000188). Months are `Month` values stored as the first day.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.expressions import Combinable, Value, register_combinable_fields

from longting.common.money import MoneyError, from_yuan, parse_amount, plain_wan, to_yuan
from longting.common.periods import Month, parse_month

_PICKER_VALUE = re.compile(r"\d{4}-\d{2}")


class MoneyFormField(forms.Field):
    """Text field for an amount: `5000`, `3.98亿元`, `5000万`, `１２００`; vague words are refused, never guessed."""

    widget = forms.TextInput
    unit = "万元"

    def prepare_value(self, value: Any) -> Any:
        return plain_wan(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """Decimal 万元, or None when empty. Raises ValidationError with what is wrong and what to write instead."""
        read = parse_amount(value)
        if read.problem:
            raise ValidationError(read.message, code=read.problem)
        return read.value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"class": "form-control n", "inputmode": "decimal", "autocomplete": "off"}


class MonthInput(forms.DateInput):
    """The browser's own month picker; where a browser has none, it is a text input and `2026年3月` may be typed."""

    input_type = "month"

    def format_value(self, value: Any) -> str | None:
        return str(value) if value else None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if value and not _PICKER_VALUE.fullmatch(str(value)):
            context["widget"]["type"] = "text"  # a picker would drop what was typed
        return context


class MonthFormField(forms.Field):
    """A month: `2026-10` from the picker, or typed as `2026年10月`; an ambiguous text is refused, never guessed."""

    widget = MonthInput

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Month) else value

    def to_python(self, value: Any) -> Month | None:
        """A Month, or None when empty. Raises ValidationError with what is wrong and what to write instead."""
        if isinstance(value, Month):
            return value
        read = parse_month(value)
        if read.problem:
            raise ValidationError(read.message, code=read.problem)
        return read.month

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"class": "form-control"}


class MoneyField(models.Field):
    """An amount: Decimal 万元 in Python, whole 元 in the database, exact in sums, comparisons and F() expressions.

    Floats and fractions of a 元 are refused. `Sum`, `Max`, `Min` and `F() ± F()` come back as Decimal 万元; a literal
    inside an expression must be written `wan(amount)`, a bare number there would mean 元. An average is a sum divided
    by a count: `Avg` is cut to whole 元.
    """

    description = "金额（万元）"

    def get_internal_type(self) -> str:
        # Not a subclass of BigIntegerField: Django would then type F("a") + F("b") as a plain integer, in 元.
        return "BigIntegerField"

    def to_python(self, value: Any) -> Decimal | None:
        """Decimal 万元 from Decimal, int or plain decimal text. Raises ValidationError for anything inexact."""
        return None if value is None else from_yuan(yuan(value))

    def from_db_value(self, value: int | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else from_yuan(int(value))

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return None if value is None else yuan(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": MoneyFormField, **kwargs})


for _connector in (Combinable.ADD, Combinable.SUB):
    register_combinable_fields(MoneyField, _connector, MoneyField, MoneyField)
register_combinable_fields(MoneyField, Combinable.MUL, models.IntegerField, MoneyField)
register_combinable_fields(models.IntegerField, Combinable.MUL, MoneyField, MoneyField)


class MonthField(models.DateField):
    """A calendar month: `Month` in Python, its first day in the database. Add `CheckConstraint(Q(field__day=1))`."""

    description = "月份"

    def to_python(self, value: Any) -> Month | None:
        """A Month from Month, a first day, `2026-10` or `2026-10-01`. Raises ValidationError for any other day."""
        if value is None or isinstance(value, Month):
            return value
        if isinstance(value, date):
            return _month_of_first_day(value)
        try:
            text = str(value)
            return _month_of_first_day(date.fromisoformat(text if len(text) > len("2026-10") else f"{text}-01"))
        except ValueError:
            raise ValidationError(f"“{value}”不是月份。请写成“2026-10”这样。", code="invalid") from None

    def from_db_value(self, value: date | None, expression: Any, connection: Any) -> Month | None:
        return None if value is None else Month.from_date(value)

    def get_prep_value(self, value: Any) -> Any:
        value = models.Field.get_prep_value(self, value)
        return None if value is None else self.to_python(value).first

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": MonthFormField, **kwargs})


def wan(amount: Decimal | int) -> Value:
    """An amount in 万元 as a literal inside a query expression: `F("plan") + wan(5)`."""
    return Value(amount, output_field=MoneyField())


def yuan(amount: Decimal | int | str) -> int:
    """Whole 元 of an amount in 万元.

    Raises ValidationError for a float, for text that is no plain decimal, for a fraction of a 元, for infinities and
    for amounts beyond any budget.
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int | str):
        raise ValidationError("金额必须是精确的十进制数（万元），不能是浮点数。", code="inexact")
    try:
        return to_yuan(Decimal(amount), allow_negative=True)
    except InvalidOperation:
        raise ValidationError(f"“{amount}”不是金额。请写成“5000.00”这样的数字，单位万元。", code="invalid") from None
    except MoneyError as problem:
        raise ValidationError(str(problem), code="amount") from None


def _month_of_first_day(day: date) -> Month:
    if day.day != 1:
        raise ValidationError(f"{day:%Y-%m-%d} 不是一个月的第一天，月份按第一天保存。", code="not_first_day")
    return Month.from_date(day)
