"""Form of the days on which declarations may be submitted."""

from django import forms

from approvals.forms.lists import VersionForm
from projects.forms.inputs import DAY_WORDS, text_input


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, error_messages=DAY_WORDS | {"required": f"请填写{label}。"})


class WindowForm(VersionForm):
    """`version` 0 while the customary days stand."""

    opens_on = _day("开放日期")
    closes_on = _day("截止日期")
    note = text_input("说明", 200, help_text="写依据的通知，各申报单位会看到。")
