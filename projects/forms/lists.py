"""Form of one entry of a yearly list."""

from django import forms

from projects.models import ListEntry
from projects.services.lists import ENTRY_FIELDS


class EntryForm(forms.ModelForm):
    """The year's plan of one project. `version` tells which state of the row the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="修改理由", max_length=300, min_length=4, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写进审计记录，至少 4 个字。",
    )  # fmt: skip

    class Meta:
        model = ListEntry
        fields = ENTRY_FIELDS

    def values(self) -> dict:
        """What the services take: the entry's own fields."""
        return {name: self.cleaned_data[name] for name in ENTRY_FIELDS}

    def _post_clean(self):
        """The instance is not filled here: `services.lists` writes, and checks the rules with it."""
