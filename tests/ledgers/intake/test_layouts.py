"""Other offices' layouts of the same list, written as real workbooks: they work without a change of code."""

from datetime import date

import openpyxl
import pytest

from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.intake.read import understand
from longting.common.sheets.reader import read_workbook
from tests.common.sheets.makers import book, saved
from tests.ledgers.intake.makers import UNITS

KEYS = ("total_investment", "annual_plan", "start_month", "end_month", "responsible", "stage")


def facts(data: bytes, **more) -> list[tuple]:
    """Sheet, row, status, name and main values of every project."""
    found = understand(read_workbook(data, filename="名单.xlsx"), ANNUAL_LIST, UNITS, **more)
    return [(row.row, row.status, row.name, *(row.values[key] for key in KEYS)) for row in found.rows]


def test_units_in_each_heading_other_order_and_spellings_and_the_total_first():
    data = book(
        [
            ["2026年全区重点项目台账"],
            ["牵头单位", "项目全称", "项目工期", "总投资（亿元）", "今年计划（万元)", "备 注"],
            ["合计", None, None, 5.2, 12000],
            ["住房和城乡建设局", "城北污水处理厂", "2026.03-2027.12", 2.2, 12000, None],
            ["柳园口乡", "黄河生态廊道", "2025年3月—2027年6月", 3, 0, "市重点"],
        ]
    )
    assert facts(data) == [
        (4, "ok", "城北污水处理厂", "22000", "12000", "2026-03", "2027-12", "区住房和城乡建设局", None),
        (5, "ok", "黄河生态廊道", "30000", "0", "2025-03", "2027-06", "柳园口乡人民政府", None),
    ]


def test_two_levels_without_a_single_merged_cell():
    data = book(
        [
            [],
            [None, "单位：万元"],
            [None, "序号", "项目名称", "投资", None, "2026年度计划", None, "责任单位", "起止年限", None],
            [None, None, None, "总投资", "资金来源", "投资", "主要建设内容", None, "起", "止"],
            [None, 1, "城北污水处理厂", 22000, "自筹", 12000, "主体完工", "区住建局", "2026年3月", "2027年12月"],
        ]
    )
    assert facts(data) == [
        (5, "ok", "城北污水处理厂", "22000", "12000", "2026-03", "2027-12", "区住房和城乡建设局", None)
    ]


def test_sections_with_stages_and_months_as_real_dates():
    data = book(
        [
            ["序号", "工程名称", "投资总额", "年度投资计划", "计划开工日期", "计划竣工日期", "责任部门"],
            ["（单位：万元）"],
            ["一", "拟新开工项目（1个）", 22000, 12000],
            [1, "城北污水处理厂", 22000, 12000, date(2026, 3, 1), date(2027, 12, 1), "住建局"],
            ["二", "结转项目（2个）", 60000, 20000],
            [2, "黄河生态廊道", 30000, 10000, date(2025, 3, 15), date(2027, 6, 30), "柳园口乡"],
            [3, "古城智慧停车场", "30000万元", "1亿元", date(2025, 1, 1), None, "大兴办事处"],
            ["三", "储备项目"],
            [4, "城西粮食储备库", 8000, None, None, None, "北郊乡"],
            ["注：以上项目以区委批准为准。"],
        ],
    )
    assert facts(data) == [
        (4, "ok", "城北污水处理厂", "22000", "12000", "2026-03", "2027-12", "区住房和城乡建设局", "新开工"),
        (6, "ok", "黄河生态廊道", "30000", "10000", "2025-03", "2027-06", "柳园口乡人民政府", "续建"),
        (7, "ok", "古城智慧停车场", "30000", "10000", "2025-01", None, "大兴街道办事处", "续建"),
        (9, "ok", "城西粮食储备库", "8000", None, None, None, "北郊乡人民政府", "前期"),
    ]


def test_two_sheets_of_projects_a_cover_and_a_hidden_copy():
    made = openpyxl.Workbook()
    made.active.title, made.active["A1"] = "封面", "2026年重点项目"
    for name, unit, project in (
        ("乡办", "北郊乡", "甲项目一期"),
        ("区直", "商务局", "乙项目一期"),
        ("旧", "商务局", "丙"),
    ):
        page = made.create_sheet(name)
        page.append(["项目名称", "总投资(万元)", "责任单位", "实施进度分类"])
        page.append([project, 6000, unit, "在建"])
    made["旧"].sheet_state = "hidden"
    found = understand(read_workbook(saved(made), filename="x"), ANNUAL_LIST, UNITS)
    assert [(row.sheet, row.name, row.values["stage"]) for row in found.rows] == [
        ("乡办", "甲项目一期", "续建"),
        ("区直", "乙项目一期", "续建"),
    ]
    assert found.notes == (
        "工作表“封面”没有可识别的表头，没有读取。",
        "工作表“旧”是隐藏的，没有读取。要导入请先取消隐藏。",
    )


def test_a_heading_far_down_and_far_right_with_three_merged_rows():
    blank = [[None]] * 5
    head = [
        [None, None, "序号", "项目基本情况", None, "2026年", None, "责任单位"],
        [None, None, None, "项目名称", "总投资", "计划", None],
        [None, None, None, None, "（亿元）", "计划投资（亿元）", "形象进度目标"],
    ]
    data = book(
        [["甲单位"], *blank, *head, [None, None, 1, "城北污水处理厂", 2.2, 1.2, "主体完工", "区住建局"]],
        merges=["C7:C9", "D7:E7", "D8:D9", "F7:G7", "F8:G8", "H7:H9"],
    )
    assert facts(data) == [(10, "ok", "城北污水处理厂", "22000", "12000", None, None, "区住房和城乡建设局", None)]


def test_the_heading_repeated_on_every_page_and_a_second_table_with_other_columns():
    head = ["项目名称", "总投资（万元）", "责任单位", "备注"]
    data = book(
        [
            head,
            ["甲项目一期", 6000, "北郊乡", None],
            head,
            ["乙项目一期", 7000, "商务局", None],
            [None],
            ["责任单位", "项目名称", "总投资（亿元）"],
            ["商务局", "丙项目一期", 0.8],
        ]
    )
    assert [(row, name, total) for row, _, name, total, *_ in facts(data)] == [
        (2, "甲项目一期", "6000"),
        (4, "乙项目一期", "7000"),
        (7, "丙项目一期", "8000"),
    ]


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_of_several_years_the_plan_is_that_of_the_list(year):
    data = book(
        [
            [f"龙亭区{year}年重点项目名单"],
            ["项目名称", "总投资（万元）", "责任单位", "2025年计划投资", "2026年计划投资", "2027年计划投资"],
            ["甲项目一期", 60000, "北郊乡", 2025, 2026, 2027],
        ]
    )
    assert facts(data)[0][4] == str(year)
    assert facts(data, year=2026)[0][4] == "2026"
