"""Doubts about the table as a whole: another year over its plan, the progress of a month instead of a year's list."""

import pytest

from ledgers.intake.mapping import Override
from tests.ledgers.intake.makers import read, sheet

ROWS = (["城北污水处理厂", "区住建局", 10000, 3000], ["体育公园", "区住建局", 8000, None])
PLAIN = ["项目名称", "责任单位", "总投资（万元）"]


def doubts(title: str | None, *headings: str, name: str = "名单", **more) -> list[list[tuple[str, str, str]]]:
    """The doubts about the table at each of its rows: column, code, level."""
    top = [[title]] if title else []
    found = read(sheet([*top, [*PLAIN, *headings], *ROWS], name=name), **more)
    return [[(p.column, p.code, p.level) for p in row.problems if p.field == "list"] for row in found.rows]


AT_EACH_ROW = [[("D", "other_year", "flag")]] * 2
TITLE_2025 = "龙亭区2025年重点项目（单位：万元）"


@pytest.mark.parametrize(
    "heading", ["2026年计划投资", "2026年形象进度目标", "二〇二六年计划投资", "2026年计划开工时间"]
)
def test_a_plan_of_another_year_than_the_title_is_a_doubt_at_every_row(heading):
    assert doubts(TITLE_2025, heading) == AT_EACH_ROW


def test_the_doubt_names_the_column_and_both_years():
    (row, _) = read(sheet([[TITLE_2025], [*PLAIN, "2026年计划投资"], *ROWS])).rows
    assert row.values["annual_plan"] is None
    assert row.problems[0].message == (
        "D 列“2026年计划投资”写的是 2026 年，名单是 2025 年，看不出是哪一年的计划投资，这一列没有读取。"
        "是 2025 年的，请在列对应里选“计划投资”；名单是 2026 年的，请放弃这次导入，填写年度 2026 重新上传。"
    )


def test_a_year_told_against_title_and_heading_is_a_doubt_too():
    assert doubts(TITLE_2025, "2025年计划投资", year=2026) == AT_EACH_ROW
    assert doubts(TITLE_2025, "2025年计划投资", year=2025) == [[], []]
    assert doubts(TITLE_2025, "2026年计划投资", year=2026) == [[], []]


def test_a_second_plan_of_another_year_is_no_doubt_where_the_own_one_stands():
    assert doubts(TITLE_2025, "2025年计划投资", "2026年计划投资") == [[], []]
    assert doubts(TITLE_2025, "计划投资", "2026年计划投资") == [[], []]


def test_another_year_over_what_is_no_plan_is_no_doubt():
    assert doubts("龙亭区2026年重点项目名单", "2025年底累计完成投资", "2024年验收情况") == [[], []]


@pytest.mark.parametrize("said", [Override("annual_plan"), Override("")])
def test_a_column_that_somebody_decided_about_is_no_doubt(said):
    assert doubts(TITLE_2025, "2026年计划投资", mapping_overrides={"2026年计划投资": said}) == [[], []]


@pytest.mark.parametrize(
    ("title", "name", "headings"),
    [
        ("龙亭区2026年重点项目10月进度表", "名单", ["2026年计划投资"]),
        ("2026年10月份重点项目进展情况", "名单", ["2026年计划投资"]),
        ("龙亭区2026年重点项目建设进展情况表（十月）", "名单", ["2026年计划投资"]),
        ("2026年重点项目进度（10月）", "名单", ["2026年计划投资"]),
        ("龙亭区重点项目月报", "名单", ["计划投资"]),
        (None, "10月进度", ["2026年计划投资"]),
        ("龙亭区2026年重点项目", "名单", ["2026年计划投资", "10月完成投资"]),
        ("龙亭区2026年重点项目", "名单", ["2026年计划投资", "本月完成投资（万元）"]),
    ],
)
def test_the_progress_of_a_month_is_no_annual_list_without_a_doubt(title, name, headings):
    assert doubts(title, *headings, name=name) == [[("", "monthly_report", "flag")]] * 2


@pytest.mark.parametrize(
    ("title", "headings"),
    [
        ("龙亭区2026年重点项目名单", ["2026年计划投资", "1-9月完成投资"]),
        ("龙亭区2026年重点项目计划（2026年3月印发）", ["2026年计划投资", "形象进度"]),
        ("填报日期：2026年10月25日　进度正常", ["2026年计划投资"]),
        ("说明：每月25日前另报10月进度", ["2026年计划投资"]),
        ("各单位请把重点项目名单报项目办，" * 4 + "10月进度另报", ["2026年计划投资"]),
    ],
)
def test_a_list_that_only_mentions_a_month_is_a_list(title, headings):
    assert doubts(title, *headings) == [[], []]
