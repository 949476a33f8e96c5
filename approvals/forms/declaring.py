"""The application form: the facts of approvals.declared as inputs, prefilled, saved complete or not."""

import re
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

from django import forms

from approvals.declared import PLAN, PROJECT_FACTS, Section, label_of, unpack
from approvals.forms import seen
from approvals.models import Declaration
from longting.common.fields import MoneyFormField, MonthFormField
from projects.forms.act import FactsForm
from projects.forms.attached import ContactsPart, FundsPart
from projects.forms.inputs import long_input
from projects.forms.projects import ProjectForm
from projects.models import RuleSet
from projects.services.facts import wrong_codes

#: Facts that one input of the form gives together.
PLACE = ("town", "village")
#: Facts with an input of the same name that the form of the 主档 has too.
SHARED = tuple(key for key in PROJECT_FACTS if key not in PLACE)
#: More rows of contacts than this are no form but an attack.
MOST_CONTACTS = 30
_STALE = "这张表单已经失效。请重新打开申报表再填。"
_CONTACT = re.compile(r"contact_(\d{1,2})_(?:duty|name|phone)")


class DeclaredContacts(ContactsPart):
    """Rows of contacts; as many as were sent, so that none is lost when the stored ones became fewer."""

    def __init__(self, known: list[dict], sent):
        super().__init__(None)
        self.known = [SimpleNamespace(**row) for row in known]
        numbers = [int(found[1]) for name in sent if (found := _CONTACT.fullmatch(name))]
        most = max([self.numbers[-1], len(known) + 2, *numbers])
        self.numbers = range(1, min(most, max(MOST_CONTACTS, len(known) + 2)) + 1)

    def typed(self, data: dict[str, Any]) -> list[tuple[str, str, str]]:
        """The rows as they stand in the inputs, with numbers still masked."""
        parts = ("duty", "name", "phone")
        return [tuple(data.get(f"contact_{number}_{part}") or "" for part in parts) for number in self.numbers]


class DeclarationForm(FactsForm):
    """Validates shape; `services.drafting` decides. `values` is what it takes, `marks` what the person had seen;
    `typed` are names of inputs that were filled before (a draft), so that there is a row for each."""

    homes = {"town": "place", "village": "place", "funds": "total_investment"}

    done_before = MoneyFormField(label=label_of("done_before"), required=False)
    annual_plan = MoneyFormField(label=label_of("annual_plan"), required=False)
    goal = long_input(
        label_of("goal"), rows=2, longest=300, help_text="当年年底达到的形象进度，写到能看、能核实；最多 300 字。"
    )
    plan_start = MonthFormField(label=label_of("plan_start"), required=False)
    plan_finish = MonthFormField(label=label_of("plan_finish"), required=False)
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=10**9,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _STALE),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)

    def __init__(self, *args, declaration: Declaration, rule: RuleSet | None, typed=(), **kwargs):
        super().__init__(*args, **kwargs)
        stored = unpack(declaration.facts)
        self.contact_part = DeclaredContacts(stored["contacts"], [*self.data, *typed])
        shared = {key: deepcopy(ProjectForm.base_fields[key]) for key in (*SHARED, "place")}
        self.fields |= shared | FundsPart.fields() | self.contact_part.fields()
        self.fields["annual_plan"].label = f"{declaration.year}年{label_of('annual_plan')}"
        self._choose(stored["field"], rule)
        self.initial = self._known(stored, declaration) | self.initial

    def _choose(self, field: str, rule: RuleSet | None) -> None:
        """Fields of the rule in force; a label of an earlier version stays choosable where it stands."""
        labels = rule.field_labels if rule else []
        labels = [*labels, field] if field and field not in labels else labels
        self.fields["field"].choices = [("", "未填写"), *((label, label) for label in labels)]
        self.fields["limb_reason"].help_text = f"情形二须写明，不少于 {rule.reason_min} 字。" if rule else ""

    def _known(self, stored: dict[str, Any], declaration: Declaration) -> dict[str, Any]:
        facts = {key: stored[key] for key in (*SHARED, *PLAN)}
        facts |= {f"fund_{row['source']}": row["amount"] for row in stored["funds"]}
        facts |= {"place": stored["village"] or stored["town"], "version": declaration.version}
        return facts | self.contact_part.initial() | {"seen": seen.written(stored)}

    def clean(self):
        data = super().clean()
        problems = wrong_codes({key: data.get(key) or "" for key in ("project_code", "uscc")})
        problems |= self.contact_part.problems(data)
        for name, words in problems.items():
            self.add_error(name, words)
        return data

    @property
    def values(self) -> dict[str, Any]:
        """Every declared fact as typed; None for one whose input was refused. Asked of a form that was sent."""
        self.is_valid()
        data, place = self.cleaned_data, self.cleaned_data.get("place") or ""
        values = {key: data.get(key) for key in (*SHARED, *PLAN)}
        values |= {"town": place[:9], "village": place if len(place) > 9 else ""}
        rows = {"funds": FundsPart.rows(data), "contacts": self.contact_part.rows(data)}
        return seen.settled(values | rows)

    @property
    def marks(self) -> dict[str, str]:
        """What the facts were when the form was opened (see `seen`)."""
        return seen.read(self.data.get("seen", ""))

    def is_stale(self, version: int) -> bool:
        """Whether it was opened on another version of the declaration than the one there is now."""
        sent = str(self["version"].value() or "")
        return sent.isdecimal() and int(sent) != version

    def lacks(self, section: Section) -> list[str]:
        """Required facts of the section whose inputs are empty now, in the order of the form."""
        return [
            key for key in section.required if all(self[name].value() in (None, "") for name in self.inputs_of(key))
        ]

    def inputs_of(self, key: str) -> list[str]:
        """Names of the inputs that give a fact; of a contact the name counts."""
        if key == "funds":
            return FundsPart.names
        if key == "contacts":
            return [f"contact_{number}_name" for number in self.contact_part.numbers]
        return ["place"] if key in PLACE else [key]

    def all_inputs_of(self, key: str) -> list[str]:
        """The same with every input of the contacts."""
        if key == "contacts":
            return [name for _, names in self.contact_part.rows_of_inputs() for name in names]
        return self.inputs_of(key)

    def inputs(self, section: Section) -> list[str]:
        """Names of the inputs of a section in order, rows left out."""
        names = [self.inputs_of(key)[0] for key in section.facts if key not in ("funds", "contacts")]
        return list(dict.fromkeys(names))
