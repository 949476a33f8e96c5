"""Total and plan of a row that change together, and plans on other lists."""

import pytest

from projects.models import ListEntry, Project
from projects.services.lists import open_list, put_entry
from tests.ledgers.books import PLAIN, book, brought, committed, row

pytestmark = pytest.mark.django_db


def amounts() -> list:
    entry = ListEntry.objects.get(annual_list__year=2026)
    return [Project.objects.get().total_investment, entry.annual_plan]


@pytest.mark.parametrize(("total", "plan"), [(4000, 3000), (60000, 50000), (4000, 4000)])
def test_total_and_plan_fall_and_rise_together(cast, total, plan):
    committed(book(PLAIN), cast.officer)
    committed(book(row(total=total, plan=plan)), cast.officer)
    assert amounts() == [total, plan]


def test_a_total_below_the_plan_that_stays_is_an_error_of_its_row(cast):
    committed(book(PLAIN), cast.officer)
    found = brought(book(row(total=4000, plan="")), cast.officer).rows.get()
    assert [(one["field"], one["code"]) for one in found.problems] == [("annual_plan", "refused")]


def test_a_project_enters_a_list_while_its_total_falls(cast):
    headings = ("项目名称", "责任单位", "总投资", "计划投资", "起止年限")
    committed(book(PLAIN, title="龙亭区2025年重点项目名单", headings=headings), cast.officer)
    ListEntry.objects.update(annual_plan=1000)
    committed(book(row(total=4000, plan=3000)), cast.officer)
    assert amounts() == [4000, 3000]


def test_a_total_below_the_plan_of_another_open_list_is_an_error_before_writing(cast):
    committed(book(PLAIN), cast.officer)
    project = Project.objects.get()
    for year, plan in ((2024, 7000), (2025, 9000), (2023, None)):
        listed = open_list(year, actor=cast.officer)
        put_entry(listed, project, values={"annual_plan": plan}, actor=cast.officer)
    problem = brought(book(row(total=8000, plan=3000)), cast.officer).rows.get().problems[0]
    assert (problem["field"], problem["level"]) == ("total_investment", "error")
    assert problem["message"].startswith("总投资小于2025年度区重点项目名单上的年度计划 9,000.00 万元。")


def test_a_plan_of_another_list_does_not_touch_rows_that_leave_the_total(cast):
    committed(book(PLAIN), cast.officer)
    put_entry(
        open_list(2025, actor=cast.officer), Project.objects.get(), values={"annual_plan": 9000}, actor=cast.officer
    )
    Project.objects.update(total_investment=8000)
    assert brought(book(row(total=8000)), cast.officer).rows.get().status == "same"
