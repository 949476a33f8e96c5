"""The frozen list: what it keeps, how it is printed, who gets which rows of it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from ledgers.examine import examine
from ledgers.kinds import kind_of
from longting.audit.services import SYSTEM
from longting.common.periods import Month
from longting.documents.services import issue_document
from projects import issued
from projects.enums import EntryDecision, ListState, Part, Stage
from projects.ledger import columns_of
from projects.models import AnnualList, ListEntry, Project
from projects.selectors.lists import lists_with_totals
from projects.services.lists import open_list, put_entry
from projects.services.projects import register_project
from tests.factories import client_of, organisation

TODAY = date(2026, 11, 24)
BEIJIAO, LIUYUAN = "北郊乡人民政府", "柳园口乡人民政府"
pytestmark = pytest.mark.django_db


def listed(name: str, unit: str = BEIJIAO, **plan) -> ListEntry:
    values = {"name": name, "responsible": organisation(unit), "total_investment": Decimal(8000)}
    people = [{"part": Part.LEADER, "name": "区领导甲"}]
    project = register_project(values=values, people=people, actor=SYSTEM, today=TODAY)
    usual = {"annual_plan": Decimal("3000.5"), "stage": Stage.NEW, "plan_start": Month(2026, 3)}
    return put_entry(open_list(2026, actor=SYSTEM), project, values=usual | plan, actor=SYSTEM)


def the_list() -> AnnualList:
    return AnnualList.objects.get(year=2026)


def issue(more=lambda entry: {}) -> None:
    """Freeze the list of 2026 as stage four does."""
    row = the_list()
    facts = {"number": "龙项目办〔2026〕1号", "issued_on": TODAY, "resolutions": []}
    content = issued.freeze(row, issued.standing_rows(row, TODAY), more=more, **facts)
    issue_document(content, kind=issued.KIND, key=issued.key_of(row), title=row.title, actor=SYSTEM)
    AnnualList.objects.filter(pk=row.pk).update(state=ListState.ISSUED)


def printed(user) -> list[list]:
    """The rows of the official workbook as `user` gets it."""
    out = BytesIO()
    issued.write_list(the_list(), out, user=user, today=TODAY)
    return [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows(min_row=5)]


def test_rows_are_numbered_anew_and_what_was_taken_off_is_left_out():
    listed("一号厂")
    struck = listed("二号厂")
    listed("三号厂")
    ListEntry.objects.filter(pk=struck.pk).update(decision=EntryDecision.STRUCK)
    issue()
    snapshot = issued.read(issued.issued_of(the_list()))
    assert [(row["serial"], row["name"]) for row in snapshot["rows"]] == [(1, "一号厂"), (2, "三号厂")]
    assert snapshot["totals"] == {"total_investment": "16000", "done_before": "0", "annual_plan": "6001"}


def test_a_row_keeps_its_numbers_beside_its_provenance():
    entry = listed("一号厂")
    issue(more=lambda entry: {"source": "申报"})
    (row,) = issued.read(issued.issued_of(the_list()))["rows"]
    assert row["provenance"] == {"entry": entry.pk, "project": entry.project_id, "source": "申报"}


def test_the_columns_come_back_with_their_types():
    listed("一号厂")
    issue()
    snapshot = issued.read(issued.issued_of(the_list()))
    found = {column.key: column.value(snapshot["rows"][0]) for column in issued.columns_from(snapshot)}
    assert [column.label for column in issued.columns_from(snapshot)] == [c.label for c in columns_of(2026)]
    assert (found["annual_plan"], found["plan_start"], found["stage"]) == (Decimal("3000.5"), Month(2026, 3), "新开工")
    assert (found["leader"], found["goal"]) == ("区领导甲", None)


def test_an_issued_list_is_printed_from_its_snapshot(cast):
    listed("一号厂")
    before = printed(cast.officer)
    issue()
    Project.objects.update(name="改过的名字")
    ListEntry.objects.update(annual_plan=1)
    after = printed(cast.officer)
    assert after[:2] == before[:2]
    assert after[2][0] == "文号：龙项目办〔2026〕1号　　印发日期：2026-11-24"


def test_a_column_without_any_figure_has_no_sum(cast):
    listed("一号厂")
    issue()
    snapshot = issued.read(issued.issued_of(the_list()))
    known = {"total_investment": Decimal(8000), "done_before": None, "annual_plan": Decimal("3000.5")}
    assert issued.sums_of(snapshot) == known
    keys = [column.key for column in columns_of(2026)]
    total = dict(zip(keys, printed(cast.officer)[1], strict=True))
    assert {key: total[key] for key in known} == {"total_investment": 8000, "done_before": None, "annual_plan": 3000.5}


@pytest.mark.parametrize(
    ("batch", "title"), [(1, "龙亭区2026年重点项目名单"), (2, "龙亭区2026年重点项目名单（第 2 批）")]
)
def test_the_workbooks_of_one_year_are_told_apart(cast, batch, title):
    listed("一号厂")
    AnnualList.objects.update(batch=batch)
    standing, frozen = BytesIO(), BytesIO()
    issued.write_list(the_list(), standing, user=cast.officer, today=TODAY)
    issue()
    issued.write_list(the_list(), frozen, user=cast.officer, today=TODAY)
    assert [load_workbook(book).active["A1"].value for book in (standing, frozen)] == [title, title]


def test_a_workbook_of_a_later_batch_is_read_with_its_year(cast):
    listed("一号厂")
    AnnualList.objects.update(batch=2)
    out = BytesIO()
    issued.write_list(the_list(), out, user=cast.officer, today=TODAY)
    way = {"kind": kind_of("annual_list"), "actor": cast.officer, "today": TODAY, "year": None}
    assert examine(out.getvalue(), filename="名单.xlsx", **way).year == 2026


def test_a_list_called_issued_without_a_paper_is_printed_as_it_stands(cast):
    listed("一号厂")
    AnnualList.objects.update(state=ListState.ISSUED)
    assert printed(cast.officer)[0][1] == "一号厂"


def test_whoever_does_not_see_all_gets_his_own_rows_of_the_snapshot(cast):
    listed("一号厂")
    listed("柳池种植园", LIUYUAN)
    issue()
    assert [row[1] for row in printed(cast.officer)[:2]] == ["一号厂", "柳池种植园"]
    rows = printed(cast.outsider)
    assert (rows[0][1], rows[1][0]) == ("柳池种植园", "合计：1 个")


def test_an_exported_issued_list_says_nothing_new_when_it_comes_back(cast):
    """The import of an issued list is refused as a whole; row by row it would change nothing."""
    listed("一号厂", goal="封顶", done_before=Decimal(100))
    listed("柳池种植园", LIUYUAN)
    issue()
    out = BytesIO()
    issued.write_list(the_list(), out, user=cast.officer, today=TODAY)
    AnnualList.objects.update(state=ListState.DRAFTING)
    found = examine(
        out.getvalue(), filename="名单.xlsx", kind=kind_of("annual_list"), actor=cast.officer, today=TODAY, year=2026
    )
    assert [(row.status.label, row.changes) for row in found.rows] == [("无变化", {})] * 2


@pytest.mark.parametrize("url_name", ["projects:list-ledger"])
def test_the_page_gives_the_frozen_workbook(cast, url_name):
    listed("一号厂")
    issue()
    Project.objects.update(name="改过的名字")
    answer = client_of(cast.officer).get(reverse(url_name, args=[2026, 1]))
    assert load_workbook(BytesIO(answer.getvalue())).active["B5"].value == "一号厂"


def test_what_was_taken_off_counts_and_shows_nowhere(cast):
    listed("一号厂")
    struck = listed("二号厂")
    ListEntry.objects.filter(pk=struck.pk).update(decision=EntryDecision.RETURNED)
    (row,) = lists_with_totals(cast.officer)
    assert (row.shown_entries, row.shown_total) == (1, Decimal(8000))
    page = client_of(cast.officer).get(reverse("projects:list-detail", args=[2026, 1])).text
    assert ("一号厂" in page, "二号厂" in page) == (True, False)
    project = client_of(cast.officer).get(reverse("projects:project-detail", args=[struck.project.public_id]))
    assert project.context["entry_rows"] == []


@pytest.mark.parametrize(
    ("who", "draft", "paper"), [("officer", True, True), ("beijiao", False, True), ("leader", True, True)]
)
def test_the_list_leads_on_to_stage_four_for_those_who_may(cast, who, draft, paper):
    listed("一号厂")
    addresses = [reverse(f"approvals:{name}-detail", args=[2026, 1]) for name in ("draft", "issued")]
    for issues, expected in ((False, (draft, False)), (True, (draft, paper))):
        if issues:
            issue()
        for page in ("projects:list-index", "projects:list-detail"):
            args = [2026, 1] if page == "projects:list-detail" else []
            text = client_of(getattr(cast, who)).get(reverse(page, args=args)).text
            assert tuple(address in text for address in addresses) == expected
