"""What other offices' lists taught: columns that look alike, units nobody here uses, sections without a number."""

import pytest

from ledgers.intake.mapping import Override
from longting.common.sheets.book import Cell
from tests.ledgers.intake.makers import HEADINGS, problems, project, read, read_rows, sheet

UNIT, PLAN = "区住建局", "2026-03/2027-12"


def of(key: str, rows) -> list[str | None]:
    return [row.values[key] for row in rows]


@pytest.mark.parametrize("heading", ["总投资（万美元）", "总投资（千万元）", "总投资（百万元）", "总投资/千元"])
def test_an_amount_in_another_unit_is_a_doubt_unless_the_cell_names_its_own(heading):
    bare = project(**{"总投资（万元）": ..., heading: 5200})
    assert (bare.values["total_investment"], problems(bare)) == (None, [("C", "unit_unknown", "flag")])
    assert project(**{"总投资（万元）": ..., heading: "1.2亿元"}).values["total_investment"] == "12000"


def test_another_unit_in_the_corner_is_a_doubt_for_each_amount():
    (row,) = read(sheet([["单位：百万元"], ["项目名称", "总投资", "责任单位"], ["城北污水处理厂", 5000, UNIT]])).rows
    assert problems(row) == [("B", "unit_unknown", "flag")]


def test_two_columns_of_one_heading_that_differ_are_a_doubt_and_the_same_amount_is_none():
    headings = ["项目名称", "总投资（调整前，万元）", "总投资（调整后，亿元）", "责任单位"]
    rows = read_rows(
        ["城北污水处理厂", 4000, 0.5, UNIT],
        ["黄河生态廊道", 5000, 0.5, UNIT],
        ["古城智慧停车场", 6000, None, UNIT],
        ["体育公园", None, 0.5, UNIT],
        headings=headings,
    )
    assert [problems(row) for row in rows] == [
        [("B", "two_columns", "flag")],
        [],
        [],
        [("B", "two_columns", "flag")],
    ]


def test_a_table_beside_the_table_is_not_lost_in_silence():
    headings = ["项目名称", "总投资（万元）", "责任单位"] * 2
    rows = read_rows(["城北污水处理厂", 5000, UNIT, "黄河生态廊道", 5000, UNIT], headings=headings)
    assert [problems(row) for row in rows] == [[("A", "two_columns", "flag")]]


def test_a_second_telephone_or_remark_is_no_doubt():
    rows = read_rows(
        ["城北污水处理厂", 5000, UNIT, "13800138000", "13900139000", "甲", "乙"],
        headings=["项目名称", "总投资（万元）", "责任单位", "联系电话", "联系电话", "备注", "备注"],
    )
    assert problems(rows[0]) == []


def test_a_column_that_a_person_left_out_or_chose_is_no_longer_a_twin():
    page = sheet([["项目名称", "总投资（旧）", "总投资", "责任单位"], ["城北污水处理厂", 4000, 5000, UNIT]])
    left = read(page, mapping_overrides={"名单!C": Override("")}).rows[0]
    chosen = read(page, mapping_overrides={"名单!C": Override("total_investment", "万元")}).rows[0]
    assert [row.values["total_investment"] for row in (left, chosen)] == ["4000", "5000"]
    assert [problems(row) for row in (left, chosen)] == [[], []]


@pytest.mark.parametrize(
    "heading",
    [
        "县区行业主管部门",
        "责任单位及责任人",
        "责任单位（部门）",
        "责任部门或单位",
        "包联单位",
        "牵头责任单位",
        "区直责任单位",
    ],
)
def test_more_headings_of_the_unit(heading):
    row = project(**{"责任单位": ..., heading: UNIT})
    assert row.values["responsible"] == "区住房和城乡建设局"


def test_the_plan_after_of_which_and_the_goal_beside_the_present_progress():
    headings = [["项目名称", "总投资（万元）", "2026年计划", None, "形象进度", "责任单位"]]
    page = sheet([*headings, [None, None, "投资", "主要建设内容"], ["体育公园", 5000, 100, "封顶", "正常", UNIT]])
    assert of("goal", read(page).rows) == ["封顶"]
    assert project(**{"其中：2026年计划投资（万元）": 100}).values["annual_plan"] == "100"


def test_sections_without_a_number_of_their_own_change_the_stage():
    rows = read_rows(
        ["一、新开工项目"],
        [1, "城北污水处理厂", 5000, 100, PLAN, UNIT],
        ["续建项目（1个）", None, 5000, 100],
        [1, "黄河生态廊道", 5000, 100, PLAN, UNIT],
        [None, "计划竣工项目"],
        [1, "古城智慧停车场", 5000, 100, PLAN, UNIT],
        [None, "基础设施类项目（3个）", 9000, 100],
    )
    assert of("stage", rows) == ["新开工", "续建", "竣工"]


def test_a_numbered_row_or_one_under_a_merged_unit_is_a_project_whatever_its_name():
    rows = read_rows(
        [1, "老旧小区改造项目（13个）", 5000, 100, None, UNIT],
        [2, "背街小巷整治项目（9个）", 5000, 100],
        [None, "农村公路工程（5个）", 5000, 100],
        merges=("2,6,4,6",),
    )
    assert [row.name for row in rows] == [
        "老旧小区改造项目(13个)",
        "背街小巷整治项目(9个)",
        "农村公路工程(5个)",
    ]


def test_a_type_that_is_nothing_but_a_stage_is_the_stage():
    rows = [project(项目类型=text) for text in ("新开工", "续建类", "前期研究", "工业")]
    assert [(row.values["stage"], row.values["category"]) for row in rows] == [
        ("新开工", None),
        ("续建", None),
        (None, "前期研究"),
        (None, "工业"),
    ]


def test_a_part_of_the_project_above_is_not_counted_twice_in_silence():
    whole, part = read_rows([1, "老旧小区改造", 5000, 100, PLAN, UNIT], [None, "其中：甲小区", 1000, 20, PLAN, UNIT])
    assert (problems(whole), problems(part)) == ([], [("B", "part_of_another", "flag")])


def test_totals_that_count_projects_are_totals():
    rows = read_rows([1, "体育公园", 5000, 100, PLAN, UNIT], ["全区总计：2个项目", None, 5000, 100])
    assert [row.name for row in rows] == ["体育公园"]


@pytest.mark.parametrize("text", ["无", "/", "—", "办理中", "暂未取得"])
def test_words_for_no_code_yet_say_nothing(text):
    row = project(项目代码=text, 统一社会信用代码=text)
    assert (row.values["project_code"], row.values["uscc"], problems(row)) == (None, None, [])


@pytest.mark.parametrize("text", ["待定", "暂无", "待明确"])
def test_words_for_nobody_yet_name_nobody(text):
    assert project(分包领导=text).values["leader"] is None


def test_a_unit_shown_by_the_number_format_is_compared_too():
    rows = read_rows(
        ["体育公园", Cell("number", "0.5", unit="亿元"), 5000, UNIT],
        headings=["项目名称", "总投资（万元）", "总投资（万元）", "责任单位"],
    )
    assert problems(rows[0]) == []


def test_the_usual_headings_have_no_twins():
    assert problems(read_rows([1, "体育公园", 5000, 100, PLAN, UNIT, None], headings=HEADINGS)[0]) == []
