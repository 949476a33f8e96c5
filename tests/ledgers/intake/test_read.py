"""A whole workbook: sheets taken and left, tables one below the other, checks across rows, wrong templates."""

import time

import pytest

from ledgers.intake.mapping import Override
from ledgers.intake.outcome import WrongTemplate
from ledgers.intake.read import _MOST_TABLES
from tests.ledgers.intake.makers import HEADINGS, problems, project, read, read_rows, sheet

HEAD = ["项目名称", "总投资（万元）", "责任单位"]


def test_a_wrong_template_says_what_was_found_and_what_is_missing():
    with pytest.raises(WrongTemplate) as wrong:
        read(sheet([["项目名称", "建设地点", "备注"], ["城北污水处理厂", "北郊乡", None]]))
    assert wrong.value.message == (
        "这不是年度重点项目名单：认出了项目名称、建设地点、备注，缺少总投资、责任单位。请检查表头文字，或改用系统的模板。"
    )
    assert (wrong.value.found, wrong.value.missing) == (("项目名称", "建设地点", "备注"), ("总投资", "责任单位"))


@pytest.mark.parametrize("page", [sheet([]), sheet([["姓名", "工资"]]), sheet([HEAD], hidden=True)])
def test_a_workbook_without_any_table_says_so(page):
    with pytest.raises(WrongTemplate) as wrong:
        read(page)
    assert wrong.value.message.startswith("这不是年度重点项目名单：没有认出任何列，缺少项目名称、总投资、责任单位。")


def test_a_decision_about_columns_can_make_the_template_right():
    page = sheet([["项目名称", "建设地点", "投入", "归口"], ["城北污水处理厂", "北郊乡", "2.2亿元", "住建局"]])
    decisions = {"投入": Override("total_investment"), "归口": Override("responsible")}
    with pytest.raises(WrongTemplate):
        read(page)
    page.cells[1] |= {5: page.cells[1][1]._replace(text="备注")}
    assert read(page, mapping_overrides=decisions).rows[0].values["total_investment"] == "22000"


def test_sheets_that_are_no_list_are_left_with_a_note_and_empty_ones_without():
    found = read(sheet([HEAD]), sheet([["说明"]], name="说明"), sheet([], name="空"))
    assert (found.sheets, found.notes) == (("名单",), ("工作表“说明”没有可识别的表头，没有读取。",))


def test_hidden_rows_are_read_and_said():
    page = sheet([HEAD, ["甲项目一期", 6000, "商务局"]], hidden_rows=frozenset({2, 9}))
    assert read(page).notes == ("工作表“名单”有 1 行是隐藏的，也读取了。",)


def test_the_same_heading_again_is_skipped_and_another_one_begins_another_table():
    other = ["责任单位", "项目名称", "总投资（亿元）"]
    rows = [
        HEAD,
        ["甲项目一期", 6000, "商务局"],
        HEAD,
        ["乙项目一期", 7000, "商务局"],
        other,
        ["商务局", "丙项目", 0.8],
    ]
    found = read(sheet(rows))
    assert [(row.row, row.values["total_investment"]) for row in found.rows] == [(2, "6000"), (4, "7000"), (6, "8000")]
    assert [(one.row, one.what) for one in found.skipped] == [(1, "header"), (3, "header"), (5, "header")]
    assert found.rows[2].letters == {"responsible": "A", "name": "B", "total_investment": "C"}


def test_a_second_heading_without_the_required_columns_is_only_a_heading():
    found = read(sheet([HEAD, ["甲项目一期", 6000, "商务局"], ["责任单位", "项目名称", "备注"]]))
    assert [(one.row, one.what) for one in found.skipped] == [(1, "header"), (3, "header")]
    assert [row.name for row in found.rows] == ["甲项目一期"]


def test_words_of_headings_that_form_no_table_are_only_a_heading():
    found = read(sheet([HEAD, ["甲项目一期", 6000, "商务局"], ["责任单位", "建设地点", "备注"]]))
    assert [row.name for row in found.rows] == ["甲项目一期"]


def test_headings_without_end_end():
    turns = [HEAD, [HEAD[1], HEAD[0], HEAD[2]]]
    found = read(sheet([turns[n % 2] for n in range(_MOST_TABLES * 2)]))
    assert len({one.column + one.field for one in found.mapping}) == 5


def test_the_same_name_twice_is_an_error_at_the_second_that_names_the_first():
    rows = [[1, "甲项目一期", 6000, None, None, "商务局"], [2, " 甲项目\n一期", 7000, None, None, "北郊乡"]]
    first, second = read_rows(*rows)
    assert (problems(first), problems(second)) == ([], [("B", "name_repeated", "error")])
    assert second.problems[0].message == "项目名称与第 2 行相同。请改名，或删除重复的一行。"


def test_the_same_name_on_another_sheet_is_named_with_its_sheet():
    page = [HEAD, ["甲项目一期", 6000, "商务局"]]
    found = read(sheet(page, name="乡办"), sheet(page, name="区直"))
    assert found.rows[1].problems[0].message == "项目名称与工作表“乡办”第 2 行相同。请改名，或删除重复的一行。"


def test_names_that_differ_only_in_small_words_are_a_doubt():
    rows = [[1, "城北污水处理厂", 6000, None, None, "商务局"], [2, "城北污水处理厂项目", 6000, None, None, "商务局"]]
    assert [problems(row) for row in read_rows(*rows)] == [[], [("B", "name_alike", "flag")]]


def test_two_project_codes_prove_two_projects_and_one_code_twice_is_an_error():
    codes = ("2312-410202-04-01-605702", "2312-410202-04-01-605703")
    headings = ["项目名称", "总投资（万元）", "责任单位", "项目代码"]
    names = ("城北污水处理厂", "城北污水处理厂项目", "丙项目")
    rows = [[name, 6000, "商务局", code] for name, code in zip(names, (*codes, codes[0]), strict=True)]
    assert [problems(row) for row in read_rows(*rows, headings=headings)] == [
        [],
        [],
        [("D", "code_repeated", "error")],
    ]


def test_a_plan_above_the_total_is_an_error_at_the_plan():
    row = project(**{"总投资（万元）": 22000, "年度计划投资（万元）": 28000})
    assert [(one.column, one.message) for one in row.problems] == [("D", "年度计划大于总投资。请核对单位或小数点。")]
    assert (row.status, project(**{"年度计划投资（万元）": 10000}).status) == ("error", "ok")


def test_more_done_than_the_total_is_noted():
    assert problems(project(**{"截至2025年底累计完成投资（万元）": 10001})) == [("D", "done_over_total", "note")]
    assert problems(project(**{"截至2025年底累计完成投资（万元）": 10000})) == []


def test_a_missing_name_and_a_missing_unit_are_errors():
    (row,) = read_rows([1, None, 6000])
    assert [(one.column, one.message) for one in row.problems] == [
        ("B", "项目名称没有填。补上名称，或删除这一行。"),
        ("F", "责任单位没有填。请补上责任单位。"),
    ]


def test_rows_between_two_tables_keep_the_year_of_the_first():
    other = ["责任单位", "项目名称", "总投资（亿元）", "2025年计划投资", "2026年计划投资（亿元）"]
    rows = [["2026年重点项目"], HEAD, ["甲项目一期", 6000, "商务局"], other, ["商务局", "丙项目", 0.8, 0.1, 0.2]]
    found = read(sheet(rows))
    assert (found.year, found.rows[1].values["annual_plan"]) == (2026, "2000")


def test_a_year_told_against_the_title_is_noted():
    page = sheet([["2025年重点项目"], HEAD, ["甲项目一期", 6000, "商务局"]])
    assert read(page, year=2026).notes == ("工作表“名单”写的是 2025 年，按 2026 年读取，请确认。",)
    assert read(page, year=2025).notes == ()


def test_formulas_and_merges_are_counted_in_the_notes():
    rows = [HEADINGS, [1, "甲项目一期", "6000", None, None, "商务局"], [2, "乙项目一期", 7000]]
    assert read(sheet(rows, "2,6,3,6")).notes == (
        "合并单元格 1 处已展开到每一行。",
        "1 处金额是文本，已转成数字。",
    )


def test_long_texts_and_many_headings_do_not_hold_up_the_reading():
    started = time.monotonic()
    long = [1, "1" * 32_000, "1," * 10_000, "（" * 32_000, "2026年" * 8_000, "办" * 30_000, "省" * 30_000]
    read(sheet([HEADINGS, *[long] * 10]))
    turns = [[*HEAD * 40], [HEAD[1], HEAD[0], HEAD[2], *HEAD * 39]]
    read(sheet([turns[n % 2] for n in range(300)]))
    assert time.monotonic() - started < 15
