"""Columns of the project list, one declaration for screen and workbook; facts of one project in sections."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from longting.common import areas, industries
from longting.common.columns import Column
from longting.common.periods import Month
from projects.enums import Nature, Source, Stage
from projects.models import Project, RuleSet
from projects.selectors.standing import verdict_of
from projects.wording import FACTS, NOTHING, shown


def url_of(project: Project) -> str:
    """The project's own page."""
    return reverse("projects:project-detail", args=[project.public_id])


def span_of(project: Project) -> str | None:
    """建设起止年限 of a dense column: 2027-02—2029-11; one side alone when only it is known."""
    return _span(project.start_month, project.end_month, str)


def long_span_of(project: Project) -> str | None:
    """The same as a sentence says it: 2027年2月—2029年11月."""
    return _span(project.start_month, project.end_month, lambda month: month.label)


def _span(start: Month | None, end: Month | None, shown: Callable[[Month], str]) -> str | None:
    if start and end:
        return f"{shown(start)}—{shown(end)}"
    return f"{shown(start)} 起" if start else f"至 {shown(end)}" if end else None


def level_of(project: Project) -> str | None:
    """Levels above the district that are true, and 重大."""
    levels = (("省重点", project.is_province), ("市重点", project.is_city), ("重大", project.is_major))
    return "、".join(label for label, true in levels if true) or None


def list_columns(rule: RuleSet | None) -> tuple[Column, ...]:
    """The list's columns; 资格 is judged by `rule` and left out while none is in force."""
    standing = Column("standing", "资格", lambda p: verdict_of(p, rule).outcome, "tag", width=8)
    return (
        Column("number", "编号", lambda p: p.number, width=14, sort="number"),
        Column("name", "项目名称", lambda p: p.name, "link", width=34, url=url_of),
        Column("field", "领域", lambda p: p.field, width=16),
        Column("stage", "阶段", lambda p: Stage(p.stage) if p.stage else None, "tag", width=8),
        Column("nature", "建设性质", lambda p: Nature.label_of(p.nature), width=10),
        Column("responsible", "责任单位", lambda p: p.responsible.short, width=14),
        Column("owner_name", "建设单位", lambda p: p.owner_name, width=24),
        Column("total", "总投资", lambda p: p.total_investment, "wan", "万元", width=13, sort="total"),
        Column("span", "起止年限", span_of, width=18),
        *([standing] if rule else []),
        Column("updated", "更新", lambda p: timezone.localdate(p.updated_at), "date", width=12, sort="updated"),
        *OPTIONAL,
    )


OPTIONAL = (
    Column("level", "级别", level_of, width=14, default=False),
    Column("doubts", "待核实", lambda p: p.doubts or None, "number", "项", width=8, default=False),
    Column("project_code", "项目代码", lambda p: p.project_code, width=18, default=False),
    Column("uscc", "统一社会信用代码", lambda p: p.uscc, width=19, default=False),
    Column("industry", "行业", lambda p: industries.label(p.industry), width=18, default=False),
    Column("category", "项目类型", lambda p: p.category, width=16, default=False),
    Column("town", "所在乡办", lambda p: areas.name_of(p.town), width=14, default=False),
    Column("address", "建设地点", lambda p: p.address, width=24, default=False),
    Column("content", "建设规模及主要内容", lambda p: p.content, width=40, default=False),
    Column("land", "用地需求", lambda p: p.land_mu, "number", "亩", width=10, default=False),
    Column("started_on", "开工日期", lambda p: p.started_on, "date", width=12, default=False),
    Column("completed_on", "竣工日期", lambda p: p.completed_on, "date", width=12, default=False),
    Column("in_production_on", "投产日期", lambda p: p.in_production_on, "date", width=12, default=False),
    Column("remark", "备注", lambda p: p.remark, width=24, default=False),
    Column("created", "登记时间", lambda p: p.created_at, "date", width=16, default=False),
)

FUNDS = (
    Column("source", "资金来源", lambda row: Source.label_of(row.source)),
    Column("amount", "金额", lambda row: row.amount, "wan", "万元"),
)

ENTRIES = (
    Column(
        "list", "名单", lambda e: f"{e.annual_list.year}年 第 {e.annual_list.batch} 批", "link",
        url=lambda e: reverse("projects:list-detail", args=[e.annual_list.year, e.annual_list.batch]),
    ),
    Column("serial", "序号", lambda e: e.serial, "number"),
    Column("stage", "阶段", lambda e: Stage(e.stage) if e.stage else None, "tag"),
    Column("plan", "计划投资", lambda e: e.annual_plan, "wan", "万元"),
    Column("done", "上年底累计", lambda e: e.done_before, "wan", "万元"),
    Column("goal", "形象进度目标", lambda e: e.goal, width=20),
    Column("start", "计划开工", lambda e: e.plan_start, "month"),
    Column("finish", "计划竣工", lambda e: e.plan_finish, "month"),
)  # fmt: skip

ENTRY_ACT = Column(
    "act", "办理", lambda e: "修改计划", "link", url=lambda e: reverse("projects:entry-edit", args=[e.pk])
)

MOVED = (
    Column("number", "编号", lambda m: m.project.number, "link", url=lambda m: url_of(m.project)),
    Column("name", "项目名称", lambda m: m.project.name, "link", width=30, url=lambda m: url_of(m.project)),
    Column("unit", "责任单位", lambda m: m.project.responsible.short),
    Column("total", "总投资", lambda m: m.project.total_investment, "wan", "万元"),
    Column("before", "现在", lambda m: m.before, "tag"),
    Column("after", "新版本", lambda m: m.after, "tag"),
)

RULES = (
    Column("label", "版本", lambda v: v.rule.label),
    Column("state", "状态", lambda v: v.state, "tag"),
    Column("from", "生效日期", lambda v: v.rule.effective_from, "date"),
    Column("threshold", "重点项目门槛（含）", lambda v: v.rule.threshold, "wan", "万元"),
    Column("major", "重大产业项目门槛（含）", lambda v: v.rule.major_threshold, "wan", "万元"),
    Column("reason", "情形二理由", lambda v: v.rule.reason_min, "number", "字"),
    Column("basis", "依据", lambda v: v.rule.basis, width=24),
    Column("by", "发布人", lambda v: v.rule.created_by.name if v.rule.created_by else "随系统建立"),
)

_BASICS = (
    "name", "project_code", "former_code", "field", "industry", "category", "nature", "stage", "responsible",
    "owner_name", "uscc", "owner", "town", "village", "address", "land_mu", "started_on", "completed_on",
    "in_production_on",
)  # fmt: skip
_TEXTS = ("content", "basis", "progress", "remark")
#: Facts that are left out while nobody has said anything; the others show — so that the gap is seen.
_SILENT = (
    "former_code", "owner", "village", "started_on", "completed_on", "in_production_on", "basis", "progress", "remark",
)  # fmt: skip


def field_rows(rule: RuleSet) -> list[dict]:
    """领域 of a version with their aliases, for ui/kv.html."""
    return [{"label": row["label"], "text": "、".join(row["aliases"]) or NOTHING} for row in rule.fields]


def basic_facts(project: Project) -> list[dict]:
    """What the project is, for ui/kv.html; a fact that a workbook left in doubt says so."""
    return [fact for key in _BASICS if (fact := _fact(project, key))]


def long_facts(project: Project) -> list[dict]:
    """The facts told in sentences."""
    return [fact for key in _TEXTS if (fact := _fact(project, key))]


def _fact(project: Project, key: str) -> dict | None:
    text = shown(key, getattr(project, key))
    if text == NOTHING and key in _SILENT:
        return None
    return {"label": FACTS[key], "text": text, "note": _doubt(project, key)}


def _doubt(project: Project, key: str) -> str:
    words = project.pending.get(key)
    return f"待核实：工作簿里写的是“{words}”" if words else ""
