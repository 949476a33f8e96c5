"""What every other kind of cell becomes: a value, a doubt or an error, never a silent change (SECURITY IM-06)."""

import pytest

from longting.common.codes import USCC_ALPHABET, check_uscc
from longting.common.sheets.book import Cell
from tests.ledgers.intake.makers import HEADINGS, cell, problems, project, read_rows, sheet
from tests.ledgers.intake.makers import read as understand_sheets

PERIOD, MONTH = "建设起止年限", "计划开工月"
DATE = "date"


@pytest.mark.parametrize(
    ("value", "months", "code"),
    [
        ("2025.2–2027.7", ("2025-02", "2027-07"), ""),
        ("2026年4月至2028年7月", ("2026-04", "2028-07"), ""),
        ("2025-10/2027-12", ("2025-10", "2027-12"), ""),
        ("２０２５．１１－２０２７．１２", ("2025-11", "2027-12"), ""),
        ("2017年9月建成", (None, "2017-09"), ""),
        ("2026.1-2027.12", (None, None), "ambiguous_month"),
        (2026.1, (None, None), "ambiguous_month"),
        (2026, (None, None), "month_missing"),
        (46_023, ("2026-01", None), ""),
        (Cell(DATE, "2026-03-01"), ("2026-03", None), ""),
        ("8个月", (None, None), "duration_only"),
        ("2026.13-2027.1", (None, None), "no_such_month"),
        ("2027-12/2026-01", (None, None), "end_before_start"),
        ("长期", (None, None), "not_a_period"),
        ("待定", (None, None), ""),
    ],
)
def test_a_period(value, months, code):
    row = project(**{PERIOD: value})
    assert (row.values["start_month"], row.values["end_month"]) == months
    assert "".join(one.code for one in row.problems) == code


@pytest.mark.parametrize(
    ("value", "month", "found"),
    [
        ("2026年3月", "2026-03", []),
        (Cell(DATE, "2026-03-31"), "2026-03", []),
        (Cell(DATE, "2026-03-31 08:30:00"), "2026-03", []),
        (46_023, "2026-01", []),
        ("2026.1", None, [("D", "ambiguous_month", "flag")]),
        ("2026年13月", None, [("D", "no_such_month", "error")]),
    ],
)
def test_a_month(value, month, found):
    row = project(**{MONTH: value})
    assert (row.values["plan_start"], problems(row)) == (month, found)


def test_the_plan_gives_the_period_only_when_no_other_column_does():
    only_plan = project(计划开工月="2026-03", 计划竣工月="2027-12").values
    both = project(计划开工月="2026-03", 开工时间=None).values
    period = project(计划开工月="2026-03", 建设起止年限=None).values
    assert [one["start_month"] for one in (only_plan, both, period)] == ["2026-03", None, None]
    assert only_plan["end_month"] == "2027-12"


def test_an_end_before_the_start_in_two_columns_is_an_error_at_the_end():
    assert problems(project(开工时间="2027-03", 竣工时间="2026-03")) == [("E", "end_before_start", "error")]
    assert problems(project(计划开工月="2027-03", 计划竣工月="2026-03")) == [("E", "end_before_start", "error")]


def test_an_end_before_the_year_of_the_list_is_noted():
    rows = [["2026年重点项目"], HEADINGS, [1, "甲项目一期", 6000, None, "2024-11至2025-12", "商务局"]]
    (row,) = understand_sheets(sheet(rows)).rows
    assert (problems(row), row.status) == ([("E", "ends_before_year", "note")], "ok")


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("　城北　污水处理厂 ", "城北 污水处理厂"),
        ("城北污水\n处理厂（一期）", "城北污水处理厂(一期)"),
        ("城北\x00污水\u200b处理厂", "城北污水处理厂"),
        ("\u202e厂理处水污北城", "厂理处水污北城"),
        ("=1+1", "=1+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("污水处理厂🏗", "污水处理厂🏗"),
        ("1.5万吨污水处理厂", "1.5万吨污水处理厂"),
    ],
)
def test_a_name_is_tidied_and_otherwise_kept_to_the_letter(written, stored):
    row = project(项目名称=written)
    assert (row.name, row.values["name"], row.raw["name"], row.status) == (stored, stored, written, "ok")


def test_a_name_longer_than_the_database_keeps_is_refused_and_not_cut():
    row = project(项目名称="厂" * 201)
    assert (row.values["name"], row.problems[0].message) == (None, "项目名称有 201 个字，最多 200 个字。请缩短。")
    assert project(项目名称="厂" * 200).status == "ok"


def test_a_number_as_a_name_is_its_digits():
    assert project(项目名称=2026).name == "2026"


def test_an_error_as_a_name_is_told_once():
    assert problems(project(项目名称=Cell("error", "#NAME?"))) == [("A", "cell_error", "error")]


def test_text_of_several_lines_keeps_its_lines():
    assert project(建设内容="一、厂房　\r\n二、道路\n").values["content"] == "一、厂房\n二、道路"


def test_people_and_telephones_are_taken_apart():
    row = project(责任人及联系电话="张三 13800000000、李四 0371-22003050")
    assert row.parsed["contact"] == [("张三", "13800000000"), ("李四", "0371-22003050")]
    assert row.values["contact"] == "张三 13800000000；李四 0371-22003050"


@pytest.mark.parametrize(
    ("person", "phone", "people"),
    [
        ("张三", "13800000000", [("张三", "13800000000")]),
        (None, "13800000000", [("", "13800000000")]),
        ("张三 0371-22003050", "13800000000", [("张三", "0371-22003050")]),
        ("张三", None, [("张三", "")]),
    ],
)
def test_a_telephone_in_its_own_column_joins_its_person(person, phone, people):
    assert project(责任人=person, 联系电话=phone).parsed["contact"] == people


@pytest.mark.parametrize(
    ("unit", "code", "level"),
    [
        ("北郊乡、区住建局", "several_units", "flag"),
        ("管理局", "ambiguous_unit", "flag"),
        ("水利局", "unknown_unit", "error"),
        ("（牵头）", "empty_unit", "error"),
        (None, "responsible_missing", "error"),
    ],
)
def test_a_doubtful_unit_is_a_doubt_at_its_cell(unit, code, level):
    row = project(责任单位=unit)
    assert (problems(row), row.values["responsible"]) == ([("C", code, level)], None)


def test_a_unit_gives_its_full_name_and_its_id():
    row = project(责任单位="住建局")
    assert (row.values["responsible"], row.parsed["responsible"]) == ("区住房和城乡建设局", 15)


def test_stage_and_nature_are_told_apart_by_the_word():
    assert {key: project(建设性质="在建").values[key] for key in ("stage", "nature")} == {
        "stage": "续建",
        "nature": None,
    }
    both = project(阶段="拟开工", 建设性质="竣工").values
    assert (both["stage"], project(建设性质="迁建").values["nature"]) == ("新开工", "迁建")
    assert problems(project(建设性质="其他")) == [("D", "unknown_word", "flag")]


def test_levels_come_from_their_columns_or_from_the_remark():
    keys = ("level", "is_province", "is_city")
    assert [project(级别="省、区").values[key] for key in keys] == ["省、区", "是", "否"]
    assert [project(备注="市重点，区重点").values[key] for key in keys] == [None, None, "是"]
    assert project(是否省重点="否", 备注="省重点").values["is_province"] == "否"
    assert problems(project(级别="重点")) == [("D", "unknown_word", "flag")]


def test_yes_and_no():
    assert [project(是否重大=word).values["is_major"] for word in ("√", "否")] == ["是", "否"]
    assert problems(project(是否重大="也许")) == [("D", "unknown_word", "flag")]


def test_codes_are_checked_and_kept_in_their_printed_form():
    row = project(项目代码="231241020204 01605702", 统一社会信用代码="91350100M000100Y43")
    assert (row.values["project_code"], row.values["uscc"]) == ("2312-410202-04-01-605702", "91350100M000100Y43")
    assert problems(project(项目代码=9.14102e16)) == [("D", "lost_digits", "flag")]
    assert problems(project(统一社会信用代码="91350100M000100Y4Z")) == [("D", "bad_character", "flag")]


def test_a_code_that_breaks_an_inner_rule_is_kept_and_noted():
    codes = ("91410202MA0000000" + symbol for symbol in USCC_ALPHABET)
    code = next(code for code in codes if check_uscc(code).ok)
    row = project(统一社会信用代码=code)
    assert (row.values["uscc"], problems(row)) == (code, [("D", "code_warning", "note")])


def test_a_code_inside_the_name_is_found():
    row = project(项目名称="华苑路老旧小区改造（项目代码2312-441402-04-01-605702）")
    assert row.values["project_code"] == "2312-441402-04-01-605702"


def test_a_serial_number_is_kept_only_if_it_is_one():
    assert [project(序号=value).values["serial"] for value in (7, "7", "甲")] == ["7", "7", None]


def test_a_unit_merged_over_several_projects_is_that_of_all():
    rows = [[1, "甲项目一期", 6000, None, None, "商务局"], [2, "乙项目一期", 7000]]
    assert [row.values["responsible"] for row in read_rows(*rows, merges=("2,6,3,6",))] == ["区商务局"] * 2


def test_what_is_not_merged_is_not_carried_down():
    rows = [[1, "甲项目一期", 6000, None, None, "商务局"], [2, "乙项目一期", 7000]]
    assert [row.values["responsible"] for row in read_rows(*rows)] == ["区商务局", None]


def test_the_makers_write_cells_as_given():
    assert [cell(value) for value in (Cell(DATE, "x"), "甲", 1.5)] == [
        Cell(DATE, "x"),
        Cell("text", "甲"),
        Cell("number", "1.5"),
    ]
