"""The form of the 主档: every fact in sections, prefilled, with what the person may not say left out."""

from typing import Any

from django import forms

from longting.accounts.forms.act import ReasonField
from longting.accounts.models import Organisation, OrganisationKind
from longting.accounts.roles import Permission
from longting.common.fields import MoneyFormField, MonthFormField
from projects.enums import Nature, Part, Stage
from projects.forms.act import FactsForm
from projects.forms.attached import ContactsPart, FundsPart, PeoplePart
from projects.forms.inputs import (
    PlanAnswer,
    UnitChoice,
    choice_input,
    day_input,
    industry_choices,
    long_input,
    places,
    text_input,
)
from projects.models import Project, RuleSet
from projects.services.facts import OFFICE_FACTS, wrong_codes
from projects.wording import FACTS

OFFICE_ONLY = (*OFFICE_FACTS, "owner")
#: Facts that one input of the form gives together.
_PLACE = ("town", "village")

#: Inputs of each card of the page, in order.
PARTS = {
    "basics": ("name", "project_code", "former_code", "field", "industry", "category", "nature", "stage"),
    "levels": OFFICE_FACTS,
    "units": ("responsible", "owner_name", "uscc", "owner", "place", "address"),
    "scale": ("content", "start_month", "end_month", "land_mu", "basis", "progress"),
    "dates": ("started_on", "completed_on", "in_production_on"),
    "money": ("total_investment",),
    "eligibility": (
        "fits_plan", "is_livelihood", "is_infrastructure", "is_government", "limb_reason", "significance",
    ),
    "remarks": ("remark",),
}  # fmt: skip

_STALE = "这张表单已经失效。请重新打开“修改主档”再填。"


class ProjectForm(FactsForm):
    """Validates shape; the services decide. `values`, `contacts`, `funds` and `people` are what they take."""

    homes = {"town": "place", "village": "place", "funds": "total_investment"}
    homes |= {part.value: f"{part}_name" for part in (Part.LEADER, Part.SERVICE_OFFICER)}

    name = text_input("项目名称", 200, required=True)
    project_code = text_input("项目代码", 40, help_text="如 2312-441402-04-01-605702；没有的留空。")
    former_code = text_input("原项目代码", 40, help_text="拆分、重新赋码前的代码。")
    field = choice_input("领域", [])
    industry = choice_input("行业", industry_choices())
    category = text_input("项目类型", 40, help_text="如 工业（装备制造）。")
    nature = choice_input("建设性质", Nature.choices())
    stage = choice_input("阶段", Stage.choices())
    is_province = forms.BooleanField(label="省重点", required=False)
    is_city = forms.BooleanField(label="市重点", required=False, help_text="列入开封市年度重点项目库（第三条）。")
    is_major = forms.BooleanField(label="重大项目", required=False, help_text="经研究选取的区重大项目（第十条）。")
    responsible = UnitChoice(Organisation.objects.none(), "责任单位", empty_label="请选择")
    owner_name = text_input("建设单位", 100, help_text="项目法人全称。")
    uscc = text_input("统一社会信用代码", 40)
    owner = UnitChoice(Organisation.objects.none(), "建设单位账号", required=False, empty_label="没有账号")
    place = choice_input("所在乡办、村", places())
    address = text_input("建设地点", 200, help_text="道路、方位等。")
    content = long_input("建设规模及主要内容")
    start_month = MonthFormField(label="建设起始", required=False)
    end_month = MonthFormField(label="建设终止", required=False)
    land_mu = forms.DecimalField(
        label="用地需求", required=False, max_digits=10, decimal_places=2, min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-unit": "亩"}),
        error_messages={
            "invalid": "请填写数字，如 138.60。", "min_value": "用地需求不能小于 0。",
            "max_decimal_places": "最多填写两位小数。", "max_digits": "数字太大，请核对单位是不是亩。",
            "max_whole_digits": "数字太大，请核对单位是不是亩。",
        },
    )  # fmt: skip
    basis = long_input("谋划依据")
    progress = long_input("前期进展")
    started_on = day_input("开工日期")
    completed_on = day_input("竣工日期")
    in_production_on = day_input("投产日期")
    total_investment = MoneyFormField(label="总投资", required=False)
    fits_plan = PlanAnswer(label="符合区产业规划", help_text="情形一：对照区产业规划和选择指导目录。")
    is_livelihood = forms.BooleanField(label="具有较大影响的民生项目", required=False)
    is_infrastructure = forms.BooleanField(label="重要基础设施项目", required=False)
    is_government = forms.BooleanField(label="政府投资项目", required=False)
    limb_reason = long_input("认定理由")
    significance = long_input("全局意义和带动作用", help_text="产业项目选为重大项目时须写明（第十条）。")
    remark = long_input("备注")
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=10**9,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _STALE),
    )  # fmt: skip
    checked_near = forms.BooleanField(label="已核对，不是同一个项目", required=False)

    def __init__(self, *args, user, rule: RuleSet | None, today, project: Project | None = None, **kwargs):
        self.project = project
        self.office = user.may(Permission.KEEP_LIST)
        self.contact_part = ContactsPart(project)
        self.people_part = PeoplePart(project, names_leader=self.office, today=today)
        super().__init__(*args, **kwargs)
        self.fields |= FundsPart.fields() | self.contact_part.fields() | self.people_part.fields()
        if project:
            hint = "写入审计记录，项目的修改记录里会显示；至少 4 个字。"
            lines = forms.Textarea(attrs={"rows": 2})
            words = {"label": "修改理由", "max_length": 300, "widget": lines, "help_text": hint}
            self.fields["reason"] = ReasonField(required=False, **words)  # nothing changed, nothing to explain
            self.fields["version"].required = True
            del self.fields["checked_near"]
        self._choose(user, rule)
        self.initial = self._known() | self.initial

    def _choose(self, user, rule: RuleSet | None) -> None:
        """Choices within this person's reach; a label of an earlier version stays choosable where it stands."""
        labels = rule.field_labels if rule else []
        if self.project and self.project.field and self.project.field not in labels:
            labels = [*labels, self.project.field]
        self.fields["field"].choices = [("", "未填写"), *((label, label) for label in labels)]
        self.fields["limb_reason"].help_text = f"情形二须写明，不少于 {rule.reason_min} 字。" if rule else ""
        units = Organisation.objects.visible_to(user)
        mine = units.responsible()
        if not user.may(Permission.VIEW_ALL):
            mine = mine.filter(pk__in=user.organisation_ids)
        if self.project:  # a unit that was closed since stays on its projects
            mine = mine | units.filter(pk=self.project.responsible_id)
        self.fields["responsible"].queryset = mine
        self.fields["owner"].queryset = units.filter(kind=OrganisationKind.COMPANY)
        for name in () if self.office else OFFICE_ONLY:
            del self.fields[name]

    def _known(self) -> dict[str, Any]:
        if not self.project:
            found = list(self.fields["responsible"].queryset[:2])
            return {"responsible": found[0].pk} if len(found) == 1 else {}
        facts = {key: getattr(self.project, key) for key in FACTS if key not in (*_PLACE, "responsible", "owner")}
        facts |= {"responsible": self.project.responsible_id, "owner": self.project.owner_id}
        facts |= {"place": self.project.village or self.project.town, "version": self.project.version}
        return facts | FundsPart.initial(self.project) | self.contact_part.initial() | self.people_part.initial()

    def clean(self):
        data = super().clean()
        problems = wrong_codes({key: data.get(key) for key in ("project_code", "former_code", "uscc")})
        problems |= self.contact_part.problems(data) | self.people_part.problems(data)
        for name, words in problems.items():
            self.add_error(name, words)
        return data

    @property
    def parts(self) -> dict[str, list]:
        """Bound inputs by card; rows of inputs for funds, contacts and people."""
        parts = {key: [self[name] for name in names if name in self.fields] for key, names in PARTS.items()}
        parts["funds"] = [self[name] for name in FundsPart.names]
        for key, rows in (
            ("contacts", self.contact_part.rows_of_inputs()),
            ("people", self.people_part.rows_of_inputs()),
        ):
            parts[key] = [{"label": label, "fields": [self[name] for name in names]} for label, names in rows]
        return parts | {"contact_heads": ContactsPart.heads, "people_heads": PeoplePart.heads}

    @property
    def values(self) -> dict[str, Any]:
        """Facts as the services take them; a fact this person may not say is not among them."""
        data = self.cleaned_data
        values = {key: data[key] for key in FACTS if key in self.fields}
        place = data["place"]
        return values | {"town": place[:9], "village": place if len(place) > 9 else ""}

    @property
    def contacts(self) -> list[dict]:
        return self.contact_part.rows(self.cleaned_data)

    @property
    def funds(self) -> list[dict]:
        return FundsPart.rows(self.cleaned_data)

    @property
    def people(self) -> list[dict]:
        return self.people_part.rows(self.cleaned_data)
