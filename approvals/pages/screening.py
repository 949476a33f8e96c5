"""What the unit's desk (初审上报) shows, as plain values: reports under way, what waits, is out, is passed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from approvals.checklist import SCREENING, failed, unanswered
from approvals.declared import unpack
from approvals.enums import Action, BatchState, State
from approvals.models import Declaration, ScreeningBatch, Step
from approvals.pages.acts import detail_url
from approvals.pages.waiting import days_held, screening_wait
from approvals.selectors.screening import at_desk, last_returns, open_reports, report_of
from longting.accounts.roles import Permission
from longting.common.columns import Column, cells, heading_rows

#: Rows of a block; a unit that has more works off the oldest first.
MOST = 100
PICK = "bulk-pass"


@dataclass(frozen=True)
class Mark:
    """A tag of a table."""

    label: str
    colour: str


@dataclass(frozen=True)
class Out:
    """A declaration that is out for mending, with the step that sent it back."""

    row: Declaration
    step: Step


def desk_page(user, today) -> dict:
    """The context of templates/approvals/screening_desk.html. The clerk works here, the head looks and signs."""
    screens = user.may(Permission.SCREEN)
    passed = list(at_desk(user, State.SCREENED)[: MOST + 1])
    return {
        "unit": user.organisation_name,
        "reports": _reports(user),
        "waiting": _waiting(user, today, screens),
        "passed": _passed(passed, screens),
        "out": _out(user, today),
    }


def desk_url() -> str:
    """The desk's own address."""
    return reverse("approvals:screening-desk")


def checklist_mark(row: Declaration) -> Mark:
    """How far the checklist is."""
    if not row.checklist:
        return Mark("未填", "n")
    if wrong := failed(SCREENING, row.checklist):
        return Mark(f"不符合 {len(wrong)} 项", "r")
    left = unanswered(SCREENING, row.checklist)
    return Mark(f"还差 {left} 项", "y") if left else Mark("已填齐", "g")


def _reports(user) -> dict | None:
    """在办的上报: for the head what waits for his signature, for the clerk what came back."""
    columns = (
        Column("name", "上报批次", str, "link", width=34, url=_batch_url),
        Column("state", "状态", lambda row: BatchState(row.state), "tag"),
        Column("count", "项目", lambda row: row.declarations, "number", "个"),
        Column("note", "退回意见", lambda row: row.returned_note, width=30),
        Column("by", "经办人", lambda row: row.created_by.name),
        Column("work", "办理", lambda row: _report_work(row, user), "link", url=_batch_url),
    )
    found = list(open_reports(user)[:MOST])
    return _block(columns, found) if found else None


def _report_work(row: ScreeningBatch, user) -> str:
    if row.state == BatchState.SIGNING:
        return "审签" if user.may(Permission.SIGN_OFF) else "查看"
    return "继续汇总" if user.may(Permission.SCREEN) else "查看"


def _waiting(user, today, screens: bool) -> dict:
    """待初审, the longest waiting first; boxes for whoever screens."""
    work = Column("work", "办理", lambda row: "初审", "link", url=screen_url)
    columns = (
        *_common(screen_url if screens else _walk_url),
        Column("version", "版次", lambda row: f"第 {row.submissions} 版"),
        Column("limb", "情形", lambda row: row.limb and f"情形{row.limb}"),
        Column("checklist", "初审清单", checklist_mark, "tag"),
        Column("wait", "已等", lambda row: screening_wait(row.held_since, today), "light"),
        *([work] if screens else []),
    )
    found = list(at_desk(user, State.SUBMITTED)[: MOST + 1])
    act = {
        "label": Action.PASS.label,
        "url": f"{reverse('approvals:bulk-preview')}?action={Action.PASS}",
        "hint": "先看哪些能办、哪些不能办和原因，再办",
    }
    return _block(columns, found) | {"pick": PICK if screens and found else "", "acts": [act]}


def _out(user, today) -> dict:
    """退回未补正: by whom, why, for how long."""
    rows = list(at_desk(user, State.RETURNED)[: MOST + 1])
    steps = last_returns(rows)
    columns = (
        Column("name", "项目名称", lambda out: out.row.name, "link", width=30, url=lambda out: detail_url(out.row)),
        Column("applicant", "申请单位", lambda out: out.row.applicant.short),
        Column("by", "退回", lambda out: f"{out.step.organisation} {out.step.actor_name}", width=20),
        Column("note", "退回意见", lambda out: out.step.comment, width=40),
        Column("since", "退回时间", lambda out: out.step.at, "date", width=16),
        Column("days", "已有", lambda out: days_held(out.row.held_since, today), "number", "工作日"),
    )
    return _block(columns, [Out(row, steps[row.pk]) for row in rows])


def _passed(rows: list[Declaration], screens: bool) -> list[dict]:
    """初审通过待上报, one block for each list, with what 汇总上报 would do."""
    reports = report_of(rows)
    columns = (
        *_common(detail_url),
        Column("plan", "年度计划投资", lambda row: unpack(row.facts)["annual_plan"], "wan", "万元"),
        Column("limb", "情形", lambda row: row.limb and f"情形{row.limb}"),
        Column("since", "通过时间", lambda row: row.held_since, "date", width=16),
        Column("report", "所在批次", lambda row: _place(reports.get(row.pk)), "tag"),
    )
    groups: dict[tuple[int, int, int], list[Declaration]] = {}
    for row in rows[:MOST]:
        groups.setdefault((row.year, row.batch, row.unit_id), []).append(row)
    return [
        _block(columns, found)
        | {"title": f"{year}年度第 {batch} 批　{found[0].unit.short}"}
        | {"hidden": [("year", year), ("batch", batch), ("unit", unit)]}
        | {"act": _report_act(found, reports) if screens else None}
        for (year, batch, unit), found in sorted(groups.items())
    ]


def _place(report: ScreeningBatch | None) -> Mark:
    if report is None:
        return Mark("还没有列入", "n")
    state = BatchState(report.state)
    return Mark(f"第 {report.serial} 次上报（{state.label}）", state.colour)


def _report_act(rows: list[Declaration], reports: dict[int, ScreeningBatch]) -> dict:
    """汇总上报 with what it will do; blocked while everything stands on a report already."""
    free = sum(1 for row in rows if row.pk not in reports)
    own = [reports[row.pk] for row in rows if row.pk in reports]
    preparing = next((report for report in own if report.state == BatchState.PREPARING), None)
    act: dict[str, Any] = {"label": "汇总上报", "primary": True}
    if not free:
        return act | {"blocked": "都已列入在办的上报批次，见页首“在办的上报”。"}
    where = f"加入第 {preparing.serial} 次上报" if preparing else "编成新的一次上报"
    hint = f"把还没有列入的 {free} 个项目{where}，再排次序、送审签"
    return act | {"url": reverse("approvals:batch-open"), "hint": hint}


def _common(url: Callable[[Declaration], str]) -> tuple[Column, ...]:
    """What identifies a declaration, first in every table."""
    return (
        Column("name", "项目名称", lambda row: row.name, "link", width=30, url=url),
        Column("number", "申报编号", lambda row: row.number),
        Column("applicant", "申请单位", lambda row: row.applicant.short),
        Column("total", "总投资", lambda row: unpack(row.facts)["total_investment"], "wan", "万元"),
    )  # fmt: skip


def _block(columns, found: list) -> dict:
    """One card: heading, rows, how many."""
    more = len(found) > MOST
    lines = [_line(columns, row) for row in found[:MOST]]
    return {
        "head": heading_rows(columns),
        "rows": lines,
        "count": f"{MOST} 以上" if more else len(found),
        "small": f"先列最早的 {MOST} 个，办完后其余的会接上" if more else "",
    }


def _line(columns, row) -> dict:
    return {"cells": cells(columns, row), "pk": getattr(row, "pk", None), "name": getattr(row, "name", "")}


def _batch_url(row: ScreeningBatch) -> str:
    return reverse("approvals:batch-detail", args=[row.public_id])


def _walk_url(row: Declaration) -> str:
    """The declaration's page, from which one walks on through the queue of the desk."""
    return f"{detail_url(row)}?desk=screening"


def screen_url(row: Declaration) -> str:
    """Where the checklist of one declaration is filled."""
    return reverse("approvals:declaration-screen", args=[row.public_id])
