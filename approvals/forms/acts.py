"""Forms of the acts on one declaration and on a unit's report: a reason, opinions by section, a checklist, an order."""

from collections.abc import Sequence

from django import forms

from approvals.checklist import SCREENING
from approvals.declared import SECTIONS
from approvals.enums import Answer
from longting.accounts.forms.act import ActForm
from longting.accounts.models import Organisation
from projects.forms.act import FactsForm
from projects.forms.inputs import long_input

LONGEST_NOTE, LAST_PLACE = 300, 999
_PLACE_WORDS = {
    "invalid": "次序写成 1、2、3 这样的数字。",
    "min_value": "次序从 1 开始。",
    "max_value": f"次序最大到 {LAST_PLACE}。",
}


class VersionForm(forms.Form):
    """What a button sends: the version of the row that was on the page."""

    version = forms.IntegerField(min_value=0)


class BatchKeyForm(forms.Form):
    """Which list a report is for; `unit` when a person reports for several."""

    unit = forms.ModelChoiceField(Organisation.objects.none(), required=False)

    year = forms.IntegerField(min_value=2000, max_value=2100)
    batch = forms.IntegerField(min_value=1, max_value=9)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Organisation.objects.filter(pk__in=user.organisation_ids)


class ReasonForm(FactsForm):
    """An act that needs its reason; `version` is that of the row when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = long_input("理由", rows=4, longest=500)
    #: Opinions by section: only a return has them.
    notes: Sequence[dict[str, str]] = ()

    def __init__(self, *args, label: str = "理由", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].label = label
        self.fields["comment"].required = True
        self.fields["comment"].error_messages["required"] = f"请填写{label}。"
        self.fields["comment"].help_text = "对方会看到，并留在办理过程里。最多 500 字。"


class ReturnForm(FactsForm):
    """Opinions on single sections and words for the whole; at least one text."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = long_input(
        "总的意见", rows=3, longest=500, help_text="对整份申报的意见；只涉及某一部分的，写在那一部分。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[f"note_{section.key}"] = long_input("意见", rows=3, longest=500)

    def clean(self):
        given = super().clean()
        if not self.errors and not any(given.get(name) for name in self.fields if name != "version"):
            self.add_error("comment", "请写明退回的意见：写在有问题的部分，或写总的意见，至少写一处。")
        return given

    @property
    def notes(self) -> list[dict[str, str]]:
        """The opinions written, in the order of the sections, as `acts.perform` takes them."""
        given = ((section.key, self.cleaned_data.get(f"note_{section.key}", "")) for section in SECTIONS)
        return [{"section": key, "text": text} for key, text in given if text]

    def note_input(self, section: str):
        """The bound input of one section."""
        return self[f"note_{section}"]


class ChecklistForm(ActForm):
    """The screening checklist, complete or not, with the opinion of the unit."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = long_input("初审意见", rows=3, longest=1000, help_text="印在汇总上报表的“初审结论”一栏，如：同意上报。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for item in SCREENING:
            fitting = [answer for answer in Answer if item.may_be_unused or answer is not Answer.UNUSED]
            choices = [(answer.value, answer.label) for answer in fitting]
            self.fields[f"answer_{item.key}"] = forms.ChoiceField(
                label="结论", choices=choices, required=False, widget=forms.RadioSelect,
                error_messages={"invalid_choice": "请从列出的结论里选一项。"},
            )  # fmt: skip
            words = {"max_length": f"说明最多 {LONGEST_NOTE} 字。请缩短。"}
            self.fields[f"note_{item.key}"] = forms.CharField(
                label="说明", max_length=LONGEST_NOTE, required=False, error_messages=words
            )

    @staticmethod
    def initial_of(checklist: dict, note: str) -> dict[str, str]:
        """What was saved before, by input."""
        found = {"note": note}
        for key, given in checklist.items():
            found |= {f"answer_{key}": given.get("answer", ""), f"note_{key}": given.get("note", "")}
        return found

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """What was filled in, by item; an item without answer and note is left out."""
        given = self.cleaned_data
        found = {k: {"answer": given[f"answer_{k}"], "note": given[f"note_{k}"]} for k in (i.key for i in SCREENING)}
        return {key: answer for key, answer in found.items() if any(answer.values())}


class BatchForm(ActForm):
    """Which declarations stand in a unit's report, in which order, and the opinion on its cover. `places`: declaration
    id → its place now, None for one that does not stand in it yet."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    opinion = long_input("综合意见", rows=4, longest=2000, help_text="印在汇总上报表的表下，由负责人签发时一并审签。")

    def __init__(self, *args, places: dict[int, int | None], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places
        for pk, place in places.items():
            self.fields[f"keep_{pk}"] = forms.BooleanField(label="列入", required=False, initial=place is not None)
            self.fields[f"order_{pk}"] = forms.IntegerField(
                label="次序", required=False, min_value=1, max_value=LAST_PLACE, initial=place,
                error_messages=_PLACE_WORDS,
            )  # fmt: skip

    def show_new(self) -> None:
        """After a conflict: what came onto the report meanwhile is shown as standing on it, not as taken off."""
        for pk, place in self.places.items():
            if place is not None and f"order_{pk}" not in self.data:
                self.data[f"keep_{pk}"], self.data[f"order_{pk}"] = "on", str(place)

    @property
    def order(self) -> Sequence[int]:
        """The ids kept, by the number given; without a number at the end, equal numbers as they stood."""
        given = self.cleaned_data
        kept = [pk for pk in self.places if given[f"keep_{pk}"]]
        return sorted(kept, key=lambda pk: given[f"order_{pk}"] or LAST_PLACE + 1)
