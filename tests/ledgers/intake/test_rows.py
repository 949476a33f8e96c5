"""What each row is, and what a section says to the rows below it."""

import pytest

from ledgers.intake.grid import Grid
from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.intake.rows import DataRow, Rows
from tests.ledgers.intake.makers import HEADINGS, layout_of, read_rows, sheet

REAL = [1, "城北污水处理厂", 22000, 12000, "2026-03/2027-12", "区住建局"]


def kinds(*rows, merges: tuple[str, ...] = (), headings=HEADINGS) -> list[tuple[int, str]]:
    """Row number and what it is, below a heading in row 1."""
    found = sheet([headings, *rows], *merges)
    return [
        (one.row, "data" if isinstance(one, DataRow) else one.what)
        for one in Rows(Grid(found), layout_of(found), ANNUAL_LIST).read()
    ]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (REAL, "data"),
        ([None, "城北污水处理厂"], "data"),
        ([None, None, 22000], "data"),
        ([None, "一、二期改造工程", 22000, None, None, "区住建局"], "data"),
        (["合计：60 个"], "total"),
        (["合 计", None, 22000, 12000], "total"),
        ([None, "全区合计", 22000], "total"),
        ([None, "竣工项目小计（16个）", 22000], "total"),
        (["总计", "60个", 22000], "total"),
        (["一、竣工项目（16个）"], "section"),
        (["一、竣工项目（16个）", None, 22000, 12000], "section"),
        (["（二）工业"], "section"),
        (["一", "续建项目", 22000], "section"),
        (["（一）", "续建项目", 22000], "section"),
        (["续建项目"], "section"),
        (["主要负责人签字："], "signature"),
        (["填报人：张三", None, None, "联系电话：0371-22000000"], "signature"),
        (["单位（盖章）："], "signature"),
        (["注：投资以万元计。"], "note"),
        (["备注：1.投资以万元计。"], "note"),
        (["例", "某某项目", 22000, 12000, None, "区住建局"], "example"),
        (["序号", "项目名称", "总投资"], "header"),
        (["", "", "总投资", "2026年计划投资"], "header"),
        ([1, 2, 3, 4, 5, 6, 7], "header"),
        (["甲", "乙", 1, 2, 3, 4, 5], "header"),
    ],
)
def test_a_row_is_what_it_says(row, what):
    assert kinds([9, "古城智慧停车场", *REAL[2:]], row)[1:] == [(3, what)]


@pytest.mark.parametrize("row", [[7], [None, "　 "], [None] * 7])
def test_numbered_blanks_and_blanks_are_nothing(row):
    assert kinds(row) == []


def test_a_title_merged_over_the_table_is_a_section_though_it_stands_in_the_column_of_names():
    headings = ["项目名称", "总投资", "责任单位"]
    rows = [["重点工业板块"], ["城北污水处理厂"]]
    assert kinds(*rows, merges=("2,1,2,3",), headings=headings) == [(2, "section"), (3, "data")]


def test_a_heading_of_two_rows_repeated_below_is_two_heading_rows():
    rows = [["项目名称", "2026年", None, "责任单位"], [None, "计划投资", "总投资"]]
    found = sheet([*rows, ["城北污水处理厂", 1, 2, "区住建局"], *rows])
    read = list(Rows(Grid(found), layout_of(found), ANNUAL_LIST).read())
    assert [getattr(one, "what", "data") for one in read] == ["data", "header", "header"]


def stages(*rows) -> list[str | None]:
    return [row.values["stage"] for row in read_rows(*rows)]


def test_a_section_gives_its_stage_to_the_rows_below():
    rows = [["一、竣工项目"], REAL, ["二、新开工项目"], [2, "乙项目一期", *REAL[2:]]]
    assert stages(*rows) == ["竣工", "新开工"]


def test_a_lesser_section_keeps_the_stage_and_an_equal_one_without_a_stage_ends_it():
    rows = [["一、续建项目"], ["（一）工业"], REAL, ["二、民生"], [2, "乙项目一期", *REAL[2:]]]
    assert stages(*rows) == ["续建", None]


def test_a_stage_in_a_lesser_section_ends_with_the_greater_one():
    rows = [["一、工业"], ["（一）续建"], REAL, ["二、农业"], [2, "乙项目一期", *REAL[2:]]]
    assert stages(*rows) == ["续建", None]


def test_a_number_and_its_title_in_two_cells_are_one_section():
    assert stages(["一", "续建项目（1个）", 22000], REAL, ["（一）", "前期项目"], [2, "乙项目一期", *REAL[2:]]) == [
        "续建",
        "前期",
    ]


def test_a_row_that_differs_from_its_section_is_read_as_it_says():
    headings = [*HEADINGS, "阶段"]
    (row,) = read_rows(["一、续建项目"], [*REAL, None, "竣工"], headings=headings)
    assert (row.values["stage"], row.status) == ("竣工", "ok")
    assert row.problems[0].message == "所在分类是续建，本行写的是竣工，按本行读取。"


def test_further_lines_under_one_merged_name_are_a_doubt_at_the_first():
    rows = [[1, "城北污水处理厂", 22000, 12000, None, "区住建局"], [None, None, None, None, None, "北郊乡"]]
    (row,) = read_rows(*rows, merges=("2,2,3,2",))
    assert [(one.code, one.level, one.message) for one in row.problems] == [
        (
            "continued_rows",
            "flag",
            "第 2—3 行的项目名称合并在一起，只读了第一行。请把要保留的内容都写在第一行。",
        )
    ]


def test_a_formula_without_a_result_still_makes_a_row():
    assert kinds([None, "合计：", None]) == [(2, "total")]
