"""Tables of a yearly list on its way: the entries by field with where each comes from, the totals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from approvals.models import Declaration
from longting.common.columns import NOTHING, Column, cells, heading_rows
from longting.common.money import format_wan
from projects.columns import url_of
from projects.enums import EntryDecision, Stage
from projects.models import ListEntry

NO_FIELD = "没有填写领域"
IMPORTED = "名单导入或办公室列入"


@dataclass(frozen=True)
class Sources:
    """Where the entries come from: declarations by entry, conclusions by declaration."""

    declared: dict[int, Declaration]
    conclusions: dict


@dataclass(frozen=True)
class Totals:
    """One field's line of the summary, or the whole list's."""

    name: str
    entries: Sequence[ListEntry]

    @property
    def total(self) -> Decimal | None:
        """总投资 of those that state one."""
        return _sum(entry.project.total_investment for entry in self.entries)

    @property
    def plan(self) -> Decimal | None:
        """年度计划 of those that state one."""
        return _sum(entry.annual_plan for entry in self.entries)

    def of_stage(self, stage: str) -> int:
        """How many of one stage ("" = not filled in)."""
        return sum(entry.stage == stage for entry in self.entries)

    @property
    def words(self) -> str:
        """`3 个　总投资 15,000.00 万元　年度计划 6,000.00 万元`."""
        return f"{len(self.entries)} 个　总投资 {format_wan(self.total)} 万元　年度计划 {format_wan(self.plan)} 万元"


def _stage_column(stage: str, label: str) -> Column:
    return Column(f"stage_{stage}", label, lambda row: row.of_stage(stage), "number")


SUMMARY = (
    Column("name", "领域", lambda row: row.name, width=14),
    Column("count", "个数", lambda row: len(row.entries), "number"),
    Column("total", "总投资", lambda row: row.total, "wan", "万元"),
    Column("plan", "年度计划", lambda row: row.plan, "wan", "万元"),
)
STAGES = (*((stage.value, stage.label) for stage in Stage), ("", "未填阶段"))
HEAD = [
    [
        {"text": "序号", "css": "n"},
        {"text": "项目名称"},
        {"text": "来由"},
        {"text": "总投资", "unit": "万元", "css": "n"},
        {"text": "年度计划", "unit": "万元", "css": "n"},
        {"text": "委员会决定"},
    ]
]


def summary(entries: Sequence[ListEntry]) -> dict:
    """The totals by field, and by the stages there are, with 合计 below."""
    whole = Totals("合计", entries)
    columns = (*SUMMARY, *(_stage_column(stage, label) for stage, label in STAGES if whole.of_stage(stage)))
    rows = [{"cells": cells(columns, Totals(name, found))} for name, found in by_field(entries)]
    return {"head": heading_rows(columns), "rows": rows, "foot": [{"cells": cells(columns, whole)}]}


def by_field(entries: Iterable[ListEntry]) -> list[tuple[str, list[ListEntry]]]:
    """The entries by field, fields in the order of their first entry, entries in their own."""
    found: dict[str, list[ListEntry]] = {}
    for entry in entries:
        found.setdefault(entry.project.field or NO_FIELD, []).append(entry)
    return list(found.items())


def entry_groups(entries: Sequence[ListEntry], sources: Sources, *, may_decide: bool) -> list[dict]:
    """The standing entries, grouped by field, each with its provenance and the committee's word."""
    return [
        {
            "name": name,
            "note": Totals(name, found).words,
            "rows": [entry_row(entry, sources, may_decide) for entry in found],
        }
        for name, found in by_field(entries)
    ]


def entry_row(entry: ListEntry, sources: Sources, may_decide: bool) -> dict:
    """One line of the table; `keep` while it may be agreed to with one press, `decide_url` while decided otherwise."""
    pending = entry.decision == EntryDecision.PENDING
    return {
        "pk": entry.pk,
        "version": entry.version,
        "name": entry.project.name,
        "keep": may_decide and pending,
        "decide_url": reverse("approvals:entry-decide", args=[entry.pk]) if may_decide else "",
        "decide_label": "剔除或退回" if pending else "改变决定",
        "cells": [
            {"text": str(entry.serial), "css": "n", "label": "序号"},
            {"text": entry.project.name, "css": "t w", "url": url_of(entry.project), "kind": "link"},
            provenance_cell(entry, sources),
            {"text": format_wan(entry.project.total_investment), "css": "n", "label": "总投资"},
            {"text": format_wan(entry.annual_plan), "css": "n", "label": "年度计划", "more": {"note": _stage(entry)}},
            decision_cell(entry),
        ],
    }


def provenance_cell(entry: ListEntry, sources: Sources) -> dict:
    """来由: the declaration, who applied and who screened, what it relied on, what was verified, the override."""
    found = sources.declared.get(entry.pk)
    if found is None:
        return {"text": IMPORTED, "css": "w", "label": "来由"}
    conclusion = sources.conclusions.get(found.pk)
    relied = f"第八条情形{found.limb}，规则 {found.rule_label}" if found.limb else f"规则 {found.rule_label}"
    verified = f"核实：{conclusion.label}" if conclusion else "没有核实记录"
    note = f"{found.applicant.short}申请，{found.unit.short}初审上报；{relied}；{verified}"
    signed = f"资格改判，{found.override.decided_by.name}签批" if found.override else ""
    return {
        "text": f"申报 {found.number} 第 {found.submissions} 版",
        "url": reverse("approvals:declaration-detail", args=[found.public_id]),
        "css": "w",
        "label": "来由",
        "more": {"note": note, "doubt": signed},
    }


def decision_cell(entry: ListEntry) -> dict:
    """The committee's word with its reason, and who entered it when."""
    decision = EntryDecision(entry.decision)
    told = [entry.decision_note]
    if entry.decided_at:
        told.append(f"{entry.decided_by.name}登记，{timezone.localtime(entry.decided_at):%m-%d %H:%M}")
    note = "　".join(text for text in told if text)
    return {
        "text": decision.label,
        "kind": "tag",
        "colour": decision.colour,
        "label": "委员会决定",
        "more": {"note": note} if note else None,
    }


def _stage(entry: ListEntry) -> str:
    return Stage.label_of(entry.stage) or NOTHING


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
