"""How a form field is dressed: the classes of its input, its unit, the room it wants. Used by the tags of `ui`."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString


def control(field: BoundField) -> SafeString:
    """The input of a form field with our classes: its kind, `n` for numbers, `bad` when it has an error."""
    return field.as_widget(attrs={"class": _classes(field)})


def filter_control(field: BoundField) -> SafeString:
    """The input of a filter. A measure is short and has its label before it; any other has no visible label, so it
    says its name in the first choice, the hint and aria-label."""
    widget = field.field.widget
    if is_measure(field):
        return field.as_widget(attrs={"class": f"{_classes(field)} s"})
    attrs = {"class": _classes(field), "aria-label": field.label}
    if isinstance(widget, forms.Select):
        widget.choices = list(_named_empty(widget.choices, field.label))
    elif isinstance(widget, forms.TextInput):
        attrs["placeholder"] = field.help_text or field.label
    return field.as_widget(attrs=attrs)


def unit(field: BoundField) -> str:
    """The unit written after an input: `unit` of the form field, or `data-unit` of its widget; else nothing."""
    return getattr(field.field, "unit", "") or field.field.widget.attrs.get("data-unit", "")


def is_check(field: BoundField) -> bool:
    """Whether the field is a single box, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


def is_measure(field: BoundField) -> bool:
    """Whether a filter takes a number, a date or a range of them."""
    widget = field.field.widget
    return isinstance(widget, forms.NumberInput | forms.DateInput | forms.MultiWidget) or bool(_number_class(widget))


def is_long(field: BoundField) -> bool:
    """Whether the field wants the whole width of a form: long text, and sets of boxes."""
    return isinstance(field.field.widget, forms.Textarea | forms.CheckboxSelectMultiple | forms.RadioSelect)


def _classes(field: BoundField) -> str:
    widget = field.field.widget
    own = widget.attrs.get("class", "").split()
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        kind = ["form-check-input"]
    elif isinstance(widget, forms.Select):
        kind = ["form-select"]
    else:
        kind = ["form-control", *_number_class(widget)]
    return " ".join(dict.fromkeys([*kind, *own, *(["bad"] if field.errors else [])]))


def _number_class(widget: forms.Widget) -> list[str]:
    numeric = isinstance(widget, forms.NumberInput) or widget.attrs.get("inputmode") in ("decimal", "numeric")
    return ["n"] if numeric else []


def _named_empty(choices: Iterable[tuple[Any, Any]], label: str) -> Iterable[tuple[Any, Any]]:
    for value, words in choices:
        yield (value, f"{label}：全部") if value in ("", None) else (value, words)
