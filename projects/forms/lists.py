"""Form of one entry of a yearly list."""

from django import forms

from longting.accounts.forms.act import ReasonField
from projects.forms.act import FactsForm
from projects.models import ListEntry
from projects.services.lists import ENTRY_FIELDS


class EntryForm(FactsForm, forms.ModelForm):
    """The year's plan of one project. `version` tells which state of the row the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = ReasonField(label="修改理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = ListEntry
        fields = ENTRY_FIELDS

    @property
    def values(self) -> dict:
        """What the services take: the entry's own fields."""
        return {name: self.cleaned_data[name] for name in ENTRY_FIELDS}

    def _post_clean(self):
        """The instance is not filled here: `services.lists` writes, and checks the rules with it."""
