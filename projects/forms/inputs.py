"""Inputs that several forms of this part share: choices of places, industries and people, days, answers yes or no."""

from django import forms

from longting.common import areas, industries

DAY_WORDS = {"invalid": "日期写成 2026-11-02 这样。"}


def day_input(label: str, **kwargs) -> forms.DateField:
    """A day, typed or picked; not required."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=widget, error_messages=DAY_WORDS, **kwargs)


def text_input(label: str, longest: int, *, required: bool = False, **kwargs) -> forms.CharField:
    """One line of text."""
    words = {"required": f"请填写{label}。", "max_length": f"{label}最多 {longest} 字。请缩短。"}
    return forms.CharField(label=label, max_length=longest, required=required, error_messages=words, **kwargs)


def long_input(label: str, *, rows: int = 3, longest: int = 2000, **kwargs) -> forms.CharField:
    """Several lines of text."""
    words = {"max_length": f"{label}最多 {longest} 字。请缩短。"}
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, max_length=longest, required=False, widget=widget, error_messages=words, **kwargs
    )


def choice_input(label: str, choices, *, empty: str = "未填写", **kwargs) -> forms.ChoiceField:
    """One of several, or none."""
    words = {"invalid_choice": f"{label}没有“%(value)s”这一项。请从列表中选择。"}
    return forms.ChoiceField(
        label=label, choices=[("", empty), *choices], required=False, error_messages=words, **kwargs
    )


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Towns with their communities, grouped by town; the first of each group is the town as a whole."""
    return [(town.name, [(town.code, f"{town.name}（不分村、社区）"), *town.villages]) for town in areas.towns()]


def industry_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Sections with their divisions (GB/T 4754-2017), the section itself first."""
    groups = []
    for letter, name in industries.sections():
        whole = f"{letter} {name}"
        groups.append((whole, [(letter, whole), *((code, f"{code} {n}") for code, n in industries.divisions(letter))]))
    return groups


class PlanAnswer(forms.TypedChoiceField):
    """Whether the project fits the industry plan: yes, no, or not said yet."""

    CHOICES = [("", "还没有说明"), ("yes", "符合"), ("no", "不符合")]

    def __init__(self, **kwargs):
        super().__init__(
            choices=self.CHOICES, coerce=lambda value: value == "yes", empty_value=None, required=False, **kwargs
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class UnitChoice(forms.ModelChoiceField):
    """An organisation by its full name."""

    def __init__(self, queryset, label: str, **kwargs):
        words = {"required": f"请选择{label}。", "invalid_choice": f"{label}不在可选范围内。请从列表中选择。"}
        super().__init__(queryset, label=label, error_messages=words, **kwargs)


class PersonChoice(forms.ModelChoiceField):
    """An account, shown with the person's name and unit."""

    def __init__(self, queryset, label: str, **kwargs):
        words = {"invalid_choice": f"{label}不在可选范围内。请从列表中选择。"}
        super().__init__(queryset, label=label, required=False, empty_label="没有账号", error_messages=words, **kwargs)

    def label_from_instance(self, user) -> str:
        return f"{user.name}（{user.username}）"
