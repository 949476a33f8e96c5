"""Form of one entry of a yearly list."""

from django import forms

from longting.accounts.forms.act import ReasonField
from projects.forms.act import FactsForm
from projects.models import ListEntry
from projects.services.lists import ENTRY_FIELDS
from projects.wording import shown

DONE_OVER = "累计完成大于总投资 {total}。请核对单位或小数点；确实超过的，勾选“累计完成已核对”再保存。"


class EntryForm(FactsForm, forms.ModelForm):
    """The year's plan of one project. `version` tells which state of the row the person saw. More done than the whole
    project costs is likelier a wrong unit than the truth: whoever says so confirms it, in a box that then appears."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    checked_done = forms.BooleanField(label="累计完成已核对", required=False, widget=forms.HiddenInput)
    reason = ReasonField(label="修改理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    class Meta:
        model = ListEntry
        fields = ENTRY_FIELDS

    def clean(self):
        data = super().clean()
        done, total = data.get("done_before"), self.instance.project.total_investment
        if "done_before" in self.changed_data and done is not None and total is not None and done > total:
            self.fields["checked_done"].widget = forms.CheckboxInput()
            if not data.get("checked_done"):
                self.add_error("done_before", DONE_OVER.format(total=shown("total_investment", total)))
        return data

    @property
    def values(self) -> dict:
        """What the services take: the entry's own fields."""
        return {name: self.cleaned_data[name] for name in ENTRY_FIELDS}

    def _post_clean(self):
        """The instance is not filled here: `services.lists` writes, and checks the rules with it."""
