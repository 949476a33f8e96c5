"""Columns of the list of declarations, one declaration for screen and workbook."""

from datetime import date
from decimal import Decimal

from django.urls import reverse

from approvals.enums import State
from approvals.models import Declaration
from approvals.selectors.holding import NOBODY, Holder, holder_of
from longting.common.columns import Column


def url_of(row: Declaration) -> str:
    """The declaration's own page."""
    return reverse("approvals:declaration-detail", args=[row.public_id])


def total_of(row: Declaration) -> Decimal | None:
    """总投资 as declared, 万元."""
    stored = row.facts.get("total_investment")
    return None if stored in (None, "") else Decimal(stored)


def list_columns(today: date) -> tuple[Column, ...]:
    """The columns; who holds a row and for how long is counted on `today`. A row needs holding.NEEDED selected."""
    return (
        Column("number", "申报编号", lambda d: d.number, "link", width=16, sort="number", url=url_of),
        Column("name", "项目名称", lambda d: d.name, "link", width=30, url=url_of),
        Column("list", "年度批次", lambda d: f"{d.year}年 第 {d.batch} 批", width=14),
        Column("state", "状态", lambda d: State(d.state), "tag", width=14),
        Column("applicant", "申请单位", lambda d: d.applicant.short, width=20),
        Column("unit", "初审单位", lambda d: d.unit.short, width=14),
        Column("total", "总投资", total_of, "wan", "万元", width=13),
        Column("limb", "情形", lambda d: f"情形{d.limb}" if d.limb else None, width=8),
        Column("holder", "现在谁手里", lambda d: _who(holder_of(d, today)), width=18),
        Column("days", "已用", lambda d: _days(holder_of(d, today)), "number", "工作日", width=8),
        Column("updated", "更新", lambda d: d.updated_at, "date", width=16, sort="updated"),
        *OPTIONAL,
    )


OPTIONAL = (
    Column("submissions", "版次", lambda d: d.submissions or None, "number", width=8, default=False),
    Column("rule", "规则版本", lambda d: d.rule_label, width=12, default=False),
    Column("held_since", "接到时间", lambda d: d.held_since, "date", width=16, default=False),
    Column("created", "起草时间", lambda d: d.created_at, "date", width=16, default=False),
    Column("by", "经办人", lambda d: d.created_by.name, width=12, default=False),
)


def _who(holder: Holder) -> str:
    return (holder.name or holder.side) if holder.since else NOBODY


def _days(holder: Holder) -> int | None:
    return holder.days if holder.since else None
