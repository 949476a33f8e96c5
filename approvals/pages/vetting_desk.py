"""What the office's desk (核实遴选) shows, as plain values: four blocks, each with who holds what for how long."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from approvals.declared import unpack
from approvals.enums import Action, Conclusion, State
from approvals.filters import DeskFilter
from approvals.models import Declaration, Verification
from approvals.pages.waiting import Wait, days_held
from approvals.selectors.holding import COMMITTEE, DISTRICT, OFFICE, holder_of
from approvals.selectors.judging import standing_of
from approvals.selectors.vetting import being_verified, closed_lists, lists_under_way, returned_outside, to_receive
from approvals.services.bulk import LIMIT
from approvals.workflow import Case, can_shortlist
from longting.accounts.roles import Permission
from longting.common import clock
from longting.common.columns import Column, cells, heading_rows
from projects.enums import Eligibility, ListState
from projects.models import RuleSet

#: Working days the office has for one declaration, from its arrival and again from its receipt.
OFFICE_DAYS = 10
#: Whose turn it is with a list.
_HOLDERS = {ListState.SUBMITTED: COMMITTEE, ListState.ENDORSED: DISTRICT}


@dataclass(frozen=True)
class Mark:
    """A tag of the table."""

    label: str
    colour: str


READY, NOT_READY = Mark("可列入", "g"), Mark("尚不具备", "n")
NO_RECORD, UNFINISHED = Mark("还没有", "n"), Mark("未完成", "y")


def desk_page(request, today) -> dict:
    """The context of the page: filters and the four blocks; what may be done in bulk by whoever verifies."""
    user = request.user
    filters = DeskFilter(request.GET, queryset=Declaration.objects.none(), request=request)
    asked = filters.form.cleaned_data if filters.is_valid() else None
    verifies = user.may(Permission.VERIFY)
    return {
        "form": filters.form,
        "clear_url": reverse("approvals:vetting-desk"),
        "now": clock.now(),
        "waiting": _waiting(_narrowed(to_receive(user), asked), today, verifies),
        "verifying": _verifying(_narrowed(being_verified(user), asked), today, verifies, closed_lists(user)),
        "outside": _outside(_narrowed(returned_outside(user), asked), today),
        "lists": _lists(_of_list(lists_under_way(user), asked), today),
    }


def record_mark(row: Declaration) -> Mark | Conclusion:
    """Where the verification record of the present version stands."""
    record = record_of(row)
    if record is None:
        return NO_RECORD
    return Conclusion(record.conclusion) if record.conclusion else UNFINISHED


def record_of(row: Declaration) -> Verification | None:
    """The record of the present version, from what is at hand."""
    return next((found for found in row.verifications.all() if found.on_version == row.submissions), None)


def _waiting(rows, today, verifies: bool) -> dict:
    """已汇总上报, under the report each came with."""
    found = list(rows[: LIMIT + 1])
    columns = (*_common(), _held(today))
    width = len(columns) + verifies
    lines, last = [], object()
    for row in sorted(found[:LIMIT], key=_place_in_report):
        report = row.reports[0].batch if row.reports else None
        if report != last:
            lines.append(_report_line(report, width))
            last = report
        lines.append(_line(columns, row))
    return _block(columns, lines, found, Action.RECEIVE if verifies else None, f"在{OFFICE}，自上报之日起计")


def _verifying(rows, today, verifies: bool, closed: dict) -> dict:
    """核实遴选: how far each is, and whether it may go on the draft. `closed`: see selectors.vetting.closed_lists."""
    found = list(rows[: LIMIT + 1])
    rule = RuleSet.objects.in_force(today)
    for row in found:
        row.standing = standing_of(row, rule) if rule else None
    columns = (
        *_common(),
        Column("unit", "上报单位", lambda row: row.unit.short),
        Column("standing", "资格", _eligibility, "tag"),
        Column("record", "核实记录", record_mark, "tag"),
        Column("notes", "未解决意见", lambda row: len(row.open_notes) or None, "number", "条"),
        Column("ready", "列入条件", lambda row: _readiness(row, closed), "tag"),
        _held(today),
    )
    lines = [_line(columns, row) for row in found[:LIMIT]]
    block = _block(columns, lines, found, Action.SHORTLIST if verifies else None, f"在{OFFICE}，自开始核实之日起计")
    if verifies:
        block["head"][0].append({"text": "办理"})
        for line, row in zip(lines, found, strict=False):
            line["cells"].append(_work(row))
    return block


def _outside(rows, today) -> dict:
    """退回在外: since when, and with whom now."""
    found = list(rows[: LIMIT + 1])
    columns = (
        *_common(),
        Column("since", "退回时间", lambda row: timezone.localdate(row.returned_at), "date"),
        Column("state", "现在", lambda row: State(row.state), "tag"),
        Column("holder", "现在由谁办", lambda row: holder_of(row, today).words, width=24),
        Column("days", "退回已有", lambda row: Wait(days_held(row.returned_at, today), OFFICE_DAYS), "light"),
    )
    return _block(columns, [_line(columns, row) for row in found[:LIMIT]], found)


def _lists(rows, today) -> dict:
    """已列入草案: how many, and with whom the list is."""
    columns = (
        Column(
            "title", "名单", lambda row: f"{row.year}年度第 {row.batch} 批", "link",
            url=lambda row: reverse("approvals:draft-detail", args=[row.year, row.batch]),
        ),
        Column("state", "状态", lambda row: ListState(row.state), "tag"),
        Column("count", "申报列入", lambda row: row.declared, "number", "个"),
        Column("holder", "现在由谁办", lambda row: _HOLDERS.get(ListState(row.state), OFFICE)),
        Column("days", "已有", lambda row: days_held(row.updated_at, today), "number", "工作日"),
    )  # fmt: skip
    found = list(rows)
    return _block(columns, [{"cells": cells(columns, row)} for row in found], found)


def _block(columns, lines: list[dict], found: list, action: Action | None = None, small: str = "") -> dict:
    """One card: heading, rows, how many, and the bulk act with its form's id ("" without one)."""
    act = action and {"label": action.label, "url": f"{reverse('approvals:bulk-preview')}?action={action}"}
    return {
        "head": heading_rows(columns),
        "rows": lines,
        "count": f"{LIMIT} 以上" if len(found) > LIMIT else len(found),
        "small": f"先列最早的 {LIMIT} 个，办完后其余的会接上" if len(found) > LIMIT else small,
        "acts": [act] if act and lines else [],
        "pick": f"bulk-{action}" if act and lines else "",
    }


def _common() -> tuple[Column, ...]:
    """What identifies a declaration, first in every table."""
    return (
        Column(
            "name", "项目名称", lambda row: row.name, "link", width=30,
            url=lambda row: f"{reverse('approvals:declaration-detail', args=[row.public_id])}?desk=vetting",
        ),
        Column("number", "申报编号", lambda row: row.number),
        Column("version", "版次", lambda row: row.submissions, "number"),
        Column("applicant", "申请单位", lambda row: row.applicant.short),
        Column("total", "总投资", lambda row: unpack(row.facts)["total_investment"], "wan", "万元"),
    )  # fmt: skip


def _held(today) -> Column:
    return Column("days", "已办", lambda row: Wait(days_held(row.held_since, today), OFFICE_DAYS), "light")


def _line(columns, row: Declaration) -> dict:
    return {"cells": cells(columns, row), "pk": row.pk, "name": row.name}


def _work(row: Declaration) -> dict:
    """The button that opens the record."""
    url = reverse("approvals:declaration-verify", args=[row.public_id])
    return {"text": "", "css": "c", "more": {"button": {"url": url, "label": "填写核实记录"}}}


def _place_in_report(row: Declaration) -> tuple:
    """Reports in the order of their signing, within one the order the unit gave."""
    item = row.reports[0] if row.reports else None
    return (item.batch.signed_at, item.batch_id, item.order, row.pk) if item else (row.held_since, 0, 0, row.pk)


def _report_line(report, width: int) -> dict:
    if report is None:
        return {"group": "没有随批次上报", "colspan": width}
    signed = timezone.localtime(report.signed_at)
    note = f"{report.signed_by.name} {signed.year}年{signed.month}月{signed.day}日签发"
    return {"group": str(report), "group_note": note, "colspan": width}


def _eligibility(row: Declaration) -> Eligibility | None:
    return row.standing.outcome if row.standing else None


def _readiness(row: Declaration, closed: dict) -> Mark:
    """What the guard of 列入草案 says, from what is at hand; a list that takes no entry any more is told first."""
    if state := closed.get((row.year, row.batch)):
        return Mark("名单已印发" if state is ListState.ISSUED else "名单已上报", "n")
    record = record_of(row)
    is_verified = bool(record and record.conclusion and record.conclusion != Conclusion.FALSE)
    eligible = row.standing.eligible if row.standing else None
    case = Case(is_verified=is_verified, unsettled_notes=len(row.open_notes), eligible=eligible)
    return NOT_READY if can_shortlist(case) else READY


def _narrowed(rows, asked: dict | None):
    rows = _of_list(rows, asked)
    return rows.filter(unit=asked["unit"]) if asked and asked["unit"] else rows


def _of_list(rows, asked: dict | None):
    """A condition that could not be read shows nothing: everything would be a wrong answer."""
    if asked is None:
        return rows.none()
    return rows.filter(**{key: asked[key] for key in ("year", "batch") if asked.get(key)})
