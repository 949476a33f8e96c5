"""Beginning an application, and sending it."""

from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet

from approvals.models import SectionNote
from approvals.selectors.applying import lists_to_declare, projects_to_declare
from longting.accounts.models import Organisation, OrganisationKind
from projects.forms.act import FactsForm
from projects.forms.inputs import UnitChoice, long_input, text_input
from projects.models import Project

_STALE = "这张表单已经失效。请重新打开提交页。"


class ProjectChoice(forms.ModelChoiceField):
    """One of the own projects, by name and number."""

    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.name}（{obj.number}）"


class BeginForm(FactsForm):
    """For which list, and for which project: one there is, or a new one with the unit that screens it."""

    homes = {"responsible": "unit", "owner_name": "name"}

    target = forms.ChoiceField(
        label="申报批次", error_messages={
            "required": "请选择申报批次。", "invalid_choice": "这一批现在不能起草申报。请从列表中选择。",
        },
    )  # fmt: skip
    project = ProjectChoice(
        Project.objects.none(), label="已有项目", required=False, empty_label="不选，填写新项目",
        help_text="本单位还能申报的项目；同一批已经申报、当年已在名单上的不能再报。选了以后，主档里的内容自动填好。",
        error_messages={"invalid_choice": "这个项目不在可选范围内：不属于本单位，或这一批已经申报。"},
    )  # fmt: skip
    name = text_input("新项目名称", 200, help_text="与备案、批复一致的全称。")
    unit = UnitChoice(Organisation.objects.none(), "初审单位", required=False, empty_label="请选择")
    checked_near = forms.BooleanField(label="已核对，不是同一个项目", required=False)

    def __init__(self, *args, user, today, wanted: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.applicant = user.post.organisation
        self.windows = lists_to_declare(today)
        keys = {f"{window.year}-{window.batch}": window for window in self.windows}
        self.fields["target"].choices = [
            (key, f"{window.year}年度第 {window.batch} 批　{window.state(today).label}（{window.words}）")
            for key, window in keys.items()
        ]
        self.fields["project"].queryset = self._projects(user)
        self._choose_unit(user)
        self._want(wanted)

    def _projects(self, user) -> QuerySet:
        """Those that may be applied for in any of the lists offered: which list is meant is chosen on the same page,
        and whether the project may go on that one is said by the service."""
        found = [projects_to_declare(user, window.year, window.batch) for window in self.windows]
        free = reduce(or_, (Q(pk__in=rows.order_by().values("pk")) for rows in found))
        return Project.objects.visible_to(user).filter(free).order_by("-updated_at", "-pk")

    def _choose_unit(self, user) -> None:
        """A company names the unit that is to screen it; a unit applies for itself (a bureau for government works)."""
        units = Organisation.objects.visible_to(user).responsible()
        if self.applicant.kind != OrganisationKind.COMPANY:
            units = units.filter(pk__in=user.organisation_ids)
        field = self.fields["unit"]
        field.queryset = units
        field.help_text = "新项目填写：项目所在乡办，或行业主管的区直单位。"
        if len(found := list(units[:2])) == 1:
            self.initial = {"unit": found[0].pk} | self.initial

    def _want(self, public_id: str) -> None:
        """Choose the project that a link to the page named; one that cannot be chosen is simply not chosen."""
        try:
            found = self.fields["project"].queryset.filter(public_id=UUID(public_id)).first()
        except ValueError:
            return
        self.initial |= {"project": found.pk} if found else {}

    def clean(self):
        data = super().clean()
        name, project = data.get("name"), data.get("project")
        if name and project:
            self.add_error("name", "已经选了已有项目。新项目名称留空，或改为不选已有项目。")
        elif not name and not project and not self.errors:
            self.add_error("name", "选择一个已有项目，或填写新项目的名称。")
        return data

    @property
    def is_new(self) -> bool:
        """Whether a project is begun that is not in the pool yet."""
        return self.cleaned_data["project"] is None

    @property
    def new_facts(self) -> dict[str, str]:
        """What is known of the new project, for finding near ones."""
        known = {"owner_name": self.applicant.name, "uscc": self.applicant.uscc}
        return known | {"name": self.cleaned_data["name"]}

    @property
    def given(self) -> dict[str, Any]:
        """What the service takes besides the project."""
        data = self.cleaned_data
        year, batch = map(int, data["target"].split("-"))
        return {"name": data["name"], "unit": data["unit"], "year": year, "batch": batch}


class SubmitForm(FactsForm):
    """The answers to the opinions that are open, and the version of the declaration that was on the page."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=10**9,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _STALE),
    )  # fmt: skip

    def __init__(self, *args, notes: list[SectionNote], **kwargs):
        super().__init__(*args, **kwargs)
        self.notes = notes
        for note in notes:
            field = long_input("补正说明", rows=2, longest=1000, help_text="改了什么、依据是什么；不写的记为“已补正”。")
            field.initial = note.answer
            self.fields[self.name_of(note)] = field

    @staticmethod
    def name_of(note: SectionNote) -> str:
        return f"answer_{note.pk}"

    @property
    def answers(self) -> dict[int, str]:
        """Note id → answer, as the service takes them."""
        return {note.pk: self.cleaned_data[self.name_of(note)] for note in self.notes}
