"""The official 年度重点项目名单 workbook: columns of DOMAIN §9.9-2 in the customary form of §2.7."""

from collections.abc import Sequence
from typing import BinaryIO

from django.db.models import Prefetch
from django.urls import reverse

from longting.common.columns import Column
from longting.common.xlsx import LedgerSheet, write_ledger
from projects.enums import ListState, Part, Stage
from projects.models import AnnualList, ListEntry, Participant


def workbook_title(year: int, batch: int) -> str:
    """What the official workbook is called; lists of one year are told apart from the second batch on."""
    return f"龙亭区{year}年重点项目名单" + (f"（第 {batch} 批）" if batch > 1 else "")


def level_of(project) -> str:
    """级别 as printed: the levels that are true, from the highest (区 always, since the row is on the list)."""
    return "、".join(
        name for name, true in (("省", project.is_province), ("市", project.is_city), ("区", True)) if true
    )


def span_of(project) -> str:
    """建设起止年限 as printed: `2025-02—2027-07`; one side alone when only it is known."""
    start, end = project.start_month, project.end_month
    if start and end:
        return f"{start}—{end}"
    return f"{start}开工" if start else f"{end}建成" if end else ""


def person_of(project, part: Part) -> str:
    """Name of who holds `part` of the project today (needs the `current_people` prefetch of `rows_of`)."""
    return "、".join(person.name for person in project.current_people if person.part == part)


def _project_url(entry: ListEntry) -> str:
    return reverse("projects:project-detail", args=[entry.project.public_id])


#: What stands before the plan of the year.
_FACTS = (
    Column("serial", "序号", lambda e: e.serial, "number", width=6, sort="serial"),
    Column("name", "项目名称", lambda e: e.project.name, "link", width=30, url=_project_url),
    Column("project_code", "项目代码", lambda e: e.project.project_code, width=14, default=False),
    Column("level", "级别", lambda e: level_of(e.project), width=8, default=False),
    Column("is_major", "是否重大", lambda e: e.is_major, "bool", width=6),
    Column("field", "领域", lambda e: e.project.field, width=12),
    Column("stage", "阶段", lambda e: Stage(e.stage) if e.stage else None, "tag", width=8),
    Column("owner_name", "建设单位", lambda e: e.project.owner_name, width=18, default=False),
    Column("uscc", "统一社会信用代码", lambda e: e.project.uscc, width=14, default=False),
    Column("address", "建设地点", lambda e: e.project.address, width=16, default=False),
    Column("content", "建设规模及主要内容", lambda e: e.project.content, width=36, default=False),
    Column("period", "建设起止年限", lambda e: span_of(e.project), width=16, default=False),
    Column("total_investment", "总投资", lambda e: e.project.total_investment, "wan", "(万元)", width=13, sort="total"),
    Column("done_before", "截至上年底累计完成", lambda e: e.done_before, "wan", "(万元)", width=13, default=False),
)

#: Who answers for the project, after the plan of the year.
_PEOPLE = (
    Column("leader", "分包区领导", lambda e: person_of(e.project, Part.LEADER), width=10),
    Column("responsible", "责任单位", lambda e: e.project.responsible.name, width=16),
    Column(
        "service_officer",
        "首席服务官",
        lambda e: person_of(e.project, Part.SERVICE_OFFICER),
        width=10,
        default=False,
    ),
    Column("remark", "备注", lambda e: e.remark, width=14),
)


def columns_of(year: int) -> Sequence[Column]:
    """The official columns of one year's list, in their official order; a row is a ListEntry from `rows_of`."""
    return (*_FACTS, *_plan_columns(f"{year}年"), *_PEOPLE)


def _plan_columns(group: str) -> Sequence[Column]:
    """The plan of the year, under the year's own heading."""
    return (
        Column("annual_plan", "计划投资", lambda e: e.annual_plan, "wan", "万元", group, 13, sort="plan"),
        Column("goal", "形象进度目标", lambda e: e.goal, group=group, width=20),
        Column("plan_start", "计划开工月", lambda e: e.plan_start, "month", group=group, width=10, default=False),
        Column("plan_finish", "计划竣工月", lambda e: e.plan_finish, "month", group=group, width=10, default=False),
    )


def rows_of(annual_list: AnnualList, user, today):
    """The entries standing on the list that `user` may see, in order, with everything a row prints (three queries)."""
    people = Prefetch(
        "project__participants", Participant.objects.active(today).order_by("since", "pk"), to_attr="current_people"
    )
    entries = ListEntry.objects.visible_to(user).filter(annual_list=annual_list).standing()
    return entries.for_ledger().prefetch_related(people)


def write_annual_list(annual_list: AnnualList, out: BinaryIO, *, user, today) -> int:
    """Write the official workbook of the list as it stands to `out`; returns the number of rows. A3 landscape. For
    what was issued see issued.write_list."""
    sheet = LedgerSheet(
        title=workbook_title(annual_list.year, annual_list.batch),
        columns=columns_of(annual_list.year),
        sheet_name="重点项目",
        total_keys=("total_investment", "done_before", "annual_plan"),
    )
    return write_ledger(sheet, rows_of(annual_list, user, today).iterator(chunk_size=500), out)


#: The page of all lists; a row is an AnnualList from `selectors.lists.lists_with_totals`.
LISTS = (
    Column("title", "名单", lambda row: row.title, "link", width=30, url=lambda row: list_url(row)),
    Column("state", "状态", lambda row: ListState(row.state), "tag"),
    Column("document_number", "文号", lambda row: row.document_number, width=20),
    Column("entries", "项目数", lambda row: row.shown_entries, "number"),
    Column("total", "总投资", lambda row: row.shown_total, "wan", "(万元)"),
    Column("plan", "年度计划", lambda row: row.shown_plan, "wan", "(万元)"),
    Column("updated", "更新", lambda row: row.updated_at, "date", width=16),
)


#: Where the list is on its way, for those who see all of it, and the list as it was issued.
DRAFT = Column("draft", "审定", lambda row: "办理情况", "link", url=lambda row: _stage_four("draft", row))
ISSUED = Column(
    "issued", "印发件", lambda row: "查看印发件" if row.state == ListState.ISSUED else None, "link",
    url=lambda row: _stage_four("issued", row) if row.state == ListState.ISSUED else "",
)  # fmt: skip


def _stage_four(what: str, annual_list: AnnualList) -> str:
    return reverse(f"approvals:{what}-detail", args=[annual_list.year, annual_list.batch])


def list_links(user) -> tuple[Column, ...]:
    """The columns that lead on to stage four, for what this person may open."""
    return (DRAFT,) * user.may("view_all") + (ISSUED,) * user.may("read_issued")


def list_url(annual_list: AnnualList) -> str:
    """Address of one list."""
    return reverse("projects:list-detail", args=[annual_list.year, annual_list.batch])
