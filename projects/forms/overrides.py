"""Forms of the override: asking for one, deciding on one."""

from django import forms

from projects.forms.act import FactsForm
from projects.forms.inputs import long_input
from projects.services.overrides import REASON_MIN


class OverrideForm(FactsForm):
    """The verdict asked for, as the page showed it, and why."""

    eligible = forms.TypedChoiceField(
        choices=[("yes", "符合"), ("no", "不符合")], coerce=lambda value: value == "yes", widget=forms.HiddenInput
    )
    reason = long_input(
        "改判理由", rows=4, longest=1000, help_text=f"不少于 {REASON_MIN} 字：写明事实、依据的文件或会议。"
    )


class DecisionForm(forms.Form):
    """The head's words, and the version of the request that was on the page."""

    version = forms.IntegerField()
    note = forms.CharField(max_length=1000, required=False)
