"""What the preview of an act on several declarations shows, as plain values."""

from django.urls import reverse

from approvals.declared import unpack
from approvals.enums import Action, State
from approvals.services.bulk import Line
from longting.common import clock
from longting.common.columns import Column, cells, heading_rows
from longting.common.money import format_wan

#: What each act does, said before it is done.
_EFFECTS = {
    Action.PASS: "申报内容写入主档，项目进入待汇总上报",
    Action.RECEIVE: "由区项目办逐一核实",
    Action.SHORTLIST: "写入年度名单草案，可在上报委员会前移出",
}
_DESKS = {Action.PASS: ("approvals:screening-desk", "初审上报")}
_OFFICE = ("approvals:vetting-desk", "核实遴选")

COLUMNS = (
    Column(
        "name", "项目名称", lambda line: line.row.name, "link", width=34,
        url=lambda line: reverse("approvals:declaration-detail", args=[line.row.public_id]),
    ),
    Column("number", "申报编号", lambda line: line.row.number),
    Column("list", "年度批次", lambda line: f"{line.row.year}年度第 {line.row.batch} 批"),
    Column("applicant", "申请单位", lambda line: line.row.applicant.short),
    Column("unit", "初审单位", lambda line: line.row.unit.short),
    Column("total", "总投资", lambda line: unpack(line.row.facts)["total_investment"], "wan", "万元"),
    Column("state", "现在", lambda line: State(line.row.state), "tag"),
)  # fmt: skip
_LEFT_OUT = Column("reason", "不办理的原因", lambda line: line.reason, width=40)


def desk_of(action: Action) -> dict:
    """The desk an act belongs to, to go back to: {url, label}."""
    name, label = _DESKS.get(action, _OFFICE)
    return {"url": reverse(name), "label": label}


def preview_page(lines: list[Line], action: Action, error: str = "") -> dict:
    """The context of the page: rows that will act, rows that will not and why, and what is sent on confirming."""
    acting = [line for line in lines if line.acts]
    left_out = [line for line in lines if not line.acts]
    others = (*COLUMNS, _LEFT_OUT)
    return {
        "title": f"成批办理：{action.label}",
        "desk": desk_of(action),
        "error": error,
        "now": clock.now(),
        "acting_title": f"将{action.label}",
        "acting_count": len(acting),
        "acting_sum": f"总投资合计 {format_wan(_sum(acting))} 万元",
        "head": heading_rows(COLUMNS),
        "acting": [{"cells": cells(COLUMNS, line)} for line in acting],
        "left_head": heading_rows(others),
        "left_out": [{"cells": cells(others, line)} for line in left_out],
        "left_count": len(left_out),
        "hidden": [("action", action.value), *(("row", f"{line.row.pk}-{line.row.version}") for line in acting)],
        "button": f"{action.label}（{len(acting)} 个项目）",
        "hint": f"{_EFFECTS[action]}。全部办成，或者一个也不办",
    }


def _sum(lines: list[Line]):
    amounts = [unpack(line.row.facts)["total_investment"] for line in lines]
    return sum((amount for amount in amounts if amount is not None), start=0)
