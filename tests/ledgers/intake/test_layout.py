"""Where the table stands and what its columns mean, wherever it stands."""

import pytest

from ledgers.intake.declaration import Field, Kind
from ledgers.intake.grid import Grid
from ledgers.intake.headings import UNKNOWN, heading_key
from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.intake.layout import find_layout
from ledgers.intake.money_units import corner_unit, stated_unit
from tests.ledgers.intake.makers import layout_of, sheet

PLAIN = ["项目名称", "总投资", "责任单位"]
DATA = ["城北污水处理厂", 22000, "区住建局"]


@pytest.mark.parametrize("blank", [0, 1, 7, 99])
def test_the_heading_is_found_at_any_row(blank):
    found = layout_of(sheet([*[["说明"]] * blank, PLAIN, DATA]))
    assert (found.first, found.last, found.columns) == (
        blank + 1,
        blank + 1,
        {"name": 1, "total_investment": 2, "responsible": 3},
    )


def test_a_heading_after_a_hundred_rows_of_text_is_not_looked_for():
    assert layout_of(sheet([*[["说明"]] * 100, PLAIN, DATA])) is None


def test_blank_columns_on_the_left_do_not_matter():
    assert layout_of(sheet([[None, None, *PLAIN]])).columns == {"name": 3, "total_investment": 4, "responsible": 5}


@pytest.mark.parametrize("rows", [[], [["项目名称", "总投资"]], [["总投资", "责任单位", "备注"]], [["a", "b", "c"]]])
def test_a_sheet_without_the_name_and_two_more_has_no_table(rows):
    assert layout_of(sheet(rows)) is None


def test_a_merged_heading_is_as_deep_as_its_merges():
    rows = [["项目名称", "总投资", "责任单位", "2026年"], [None, None, None, "一季度"], DATA]
    found = layout_of(sheet(rows, "1,1,2,1", "1,2,2,2", "1,3,2,3", "1,4,1,5"))
    assert (found.first, found.last) == (1, 2)


def test_a_row_of_units_below_belongs_to_the_heading():
    found = layout_of(sheet([["项目名称", "总投资", "责任单位"], [None, "（亿元）"], DATA]))
    assert (found.last, found.paths[2]) == (2, ("总投资", "（亿元）"))


def test_a_group_that_is_not_merged_covers_the_columns_to_its_right():
    rows = [["项目名称", "责任单位", "2026年", None, None], [None, None, "计划投资", "形象进度目标", "计划开工月"]]
    found = layout_of(sheet(rows))
    assert found.paths[5] == ("2026年", "计划开工月")
    assert set(found.columns) == {"name", "responsible", "annual_plan", "goal", "plan_start"}


def test_groups_above_tell_the_plan_from_the_project():
    rows = [
        ["2026年重点项目"],
        ["项目基本情况", None, None, "2026年计划", None, "责任落实"],
        ["项目名称", "总投资", "主要建设内容", "投资", "主要建设内容", "责任单位"],
    ]
    found = layout_of(sheet(rows, "1,1,1,6", "2,1,2,3", "2,4,2,5"))
    assert (found.first, found.columns) == (
        2,
        {"name": 1, "total_investment": 2, "content": 3, "annual_plan": 4, "goal": 5, "responsible": 6},
    )


@pytest.mark.parametrize("merges", [(), ("1,3,1,4",), ("1,1,2,1", "1,2,2,2", "1,3,1,4", "1,5,2,5")])
def test_the_plan_of_half_a_year_is_not_taken_for_the_plan(merges):
    rows = [["项目名称", "总投资", "2026年计划投资", None, "责任单位"], [None, None, "上半年", "下半年"]]
    found = layout_of(sheet(rows, *merges))
    assert (found.last, found.columns) == (2, {"name": 1, "total_investment": 2, "responsible": 5})


def test_of_the_plans_of_a_year_the_whole_one_is_taken():
    rows = [["项目名称", "总投资", "2026年计划投资（亿元）", None, "责任单位"], [None, None, "上半年", "全年"]]
    found = layout_of(sheet(rows))
    assert (found.columns["annual_plan"], found.paths[4]) == (4, ("2026年计划投资（亿元）", "全年"))


def test_a_word_alone_below_the_heading_that_takes_its_meaning_away_is_no_heading():
    assert layout_of(sheet([PLAIN, [None, "其中政府投资"], DATA])).last == 1


def test_a_lower_level_that_leaves_no_table_is_none():
    found = layout_of(sheet([[*PLAIN, "照片"], [None, "上限", None, "近景"], DATA]))
    assert (found.last, set(found.columns)) == (1, {"name", "total_investment", "responsible"})


def test_of_two_columns_for_one_field_the_first_name_wins_and_the_other_is_told():
    found = layout_of(sheet([["项目名称", "主管部门", "责任单位", "总投资"]]))
    assert (found.columns["responsible"], found.rivals) == (3, {2: "responsible"})


def test_a_rival_that_fits_another_field_is_no_rival():
    found = layout_of(sheet([["项目名称", "责任单位", "总投资", "项目"]]))
    assert (found.columns["name"], found.rivals) == (1, {4: "name"})


def test_a_column_is_taken_once_though_its_heading_fits_two_fields():
    twins = Kind("twins", "表", (*ANNUAL_LIST.fields, Field("twin", "孪生", "text", ("项目名称",))))
    found = find_layout(Grid(sheet([PLAIN])), twins, None)
    assert found.columns == {"name": 1, "total_investment": 2, "responsible": 3}


def test_a_blank_over_a_column_is_no_heading():
    assert set(layout_of(sheet([[*PLAIN, "\u3000"]])).paths) == {1, 2, 3}


@pytest.mark.parametrize(
    ("rows", "name", "year"),
    [
        ([["龙亭区2026年重点项目名单"], PLAIN], "名单", 2026),
        ([PLAIN], "2025年", 2025),
        ([[*PLAIN, "2024年计划投资", "2027年形象进度"]], "名单", 2027),
        ([PLAIN], "名单", None),
        ([["填报日期：2025年12月30日", "2026年重点项目名单"], PLAIN], "名单", 2026),
        ([["龙项目办〔2022〕3号"], ["2026年12月5日"], PLAIN], "名单", None),
    ],
)
def test_the_year_is_that_of_the_title_the_sheet_or_the_latest_heading(rows, name, year):
    assert layout_of(sheet(rows, name=name)).year == year


def test_a_year_told_by_a_person_beats_the_title():
    assert layout_of(sheet([["龙亭区2026年重点项目名单"], PLAIN]), 2027).year == 2027


def test_a_second_heading_is_looked_for_only_where_told():
    found = sheet([PLAIN, DATA, PLAIN])
    assert layout_of(found).words == frozenset({"", *map(heading_key, PLAIN)})


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"),
        ("填报单位：区项目办　　单位：万元、亩", "万元"),
        ("计量单位:亿元", "亿元"),
        ("（万元）", "万元"),
        ("2026年重点项目名单（单位：元）", "元"),
        ("2026年重点项目名单（万元）", "万元"),
        ("单位：人民币万元", "万元"),
        ("单位：百万元", UNKNOWN),
        ("填报单位：元宝商贸", ""),
        ("填报单位：区项目办", ""),
        ("单位：元宝商贸公司", ""),
    ],
)
def test_the_unit_in_the_corner(text, unit):
    assert corner_unit(Grid(sheet([["标题"], [None, text], PLAIN])), 3) == unit


def test_a_unit_below_the_heading_is_no_corner():
    assert (corner_unit(Grid(sheet([PLAIN, ["单位：万元"]])), 1), corner_unit(Grid(sheet([])), 1)) == ("", "")


def test_a_unit_stated_in_words_is_found_on_any_sheet():
    explained = sheet([["1.投资额以万元为单位；2.请于每月25日前报送。"]])
    assert (stated_unit((sheet([PLAIN]), explained)), stated_unit((sheet([PLAIN]),))) == ("万元", "")


def test_merges_spread_down_and_across():
    grid = Grid(sheet([["甲", "乙"], [None, "丙"], ["丁"]], "1,1,2,1", "1,1,9,9", "3,1,3,2"))
    assert [grid.carried(row, 1).text for row in (1, 2, 3)] == ["甲", "甲", "丁"]
    assert (grid.span(2, 1), grid.span(3, 2), grid.is_wide(3, 1)) == (range(1, 3), range(3, 4), True)
    assert set(grid.covers(2, 2)) == {(2, 1)}
