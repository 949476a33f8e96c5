"""The office's own list: 60 of 60 rows, read as the office reads them."""

import json

import pytest

from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.intake.read import understand
from longting.common.sheets.annotate import Mark, mark_workbook
from longting.common.sheets.reader import read_workbook
from tests.ledgers.intake.makers import EXPECTED, SAMPLE, UNITS

KEYS = ("total_investment", "annual_plan", "start_month", "end_month", "responsible")


@pytest.fixture(scope="module")
def understood():
    return understand(read_workbook(SAMPLE, filename=SAMPLE.name), ANNUAL_LIST, UNITS)


@pytest.fixture(scope="module")
def expected():
    return json.loads(EXPECTED.read_text(encoding="utf-8"))


def test_all_sixty_projects_are_read_as_expected(understood, expected):
    read = [
        {"row": row.row, "name": row.name, "status": row.status, "values": {key: row.values[key] for key in KEYS}}
        for row in understood.rows
    ]
    assert (read, len(read)) == (expected["rows"], 60)


def test_nothing_else_of_the_sheet_is_a_project(understood, expected):
    assert {row.row for row in understood.rows} & set(expected["not_rows"]) == set()


def test_every_row_that_is_no_project_says_what_it_is(understood):
    assert [(one.row, one.what) for one in understood.skipped] == [
        (2, "title"),
        (3, "title"),
        (4, "header"),
        (5, "header"),
        (6, "section"),
        (25, "section"),
        (58, "section"),
        (76, "total"),
        (279, "signature"),
    ]


def test_the_year_and_the_units_are_found(understood):
    units = {meaning.field: (meaning.unit, meaning.unit_from) for meaning in understood.mapping if meaning.unit}
    assert (understood.year, units) == (
        2026,
        {"total_investment": ("万元", "header"), "annual_plan": ("万元", "corner")},
    )


def test_what_was_done_on_the_way_is_said(understood):
    assert understood.notes == (
        "1 个公式取保存在文件里的显示值。",
        "工作表“填报说明”没有可识别的表头，没有读取。",
        "合并单元格 4 处已展开到每一行。",
        "97 处金额是文本，已转成数字。",
    )


def test_a_column_headed_nature_that_holds_stages_is_read_as_stages(understood):
    stages = [row.values["stage"] for row in understood.rows]
    assert {stage: stages.count(stage) for stage in stages} == {"竣工": 16, "新开工": 29, "续建": 15}


def test_levels_in_the_remarks_are_found(understood):
    assert sum(row.values["is_province"] == "是" for row in understood.rows) == 12


def test_the_workbook_goes_back_with_its_doubts_and_reads_the_same_again(understood):
    marks = [
        Mark(row.sheet, row.row, problem.column, "warn", problem.message)
        for row in understood.rows
        for problem in row.problems
        if problem.level == "flag"
    ]
    again = understand(read_workbook(mark_workbook(SAMPLE.read_bytes(), marks), filename="x"), ANNUAL_LIST, UNITS)
    assert (len(marks), again.rows) == (11, understood.rows)
