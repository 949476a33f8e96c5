"""What a cell with an amount becomes: 万元, a doubt or an error, never a silent change (SECURITY IM-06)."""

import pytest

from longting.common.sheets.book import Cell
from tests.ledgers.intake.makers import problems, project, read_rows

MONEY = "总投资（万元）"
DATE, BOOL = "date", "bool"


def money(value, heading: str = MONEY) -> tuple[str | None, str]:
    """The amount in 万元 and the code of the doubt, "" when there is none."""
    row = project(**({MONEY: ...} | {heading: value}))
    return row.values["total_investment"], "".join(one.code for one in row.problems)


@pytest.mark.parametrize(
    ("value", "amount", "code"),
    [
        (5000, "5000", ""),
        (4658.57, "4658.57", ""),
        (0, "0", ""),
        (Cell("number", "30000.333333333"), "30000.3333", ""),
        ("5000", "5000", ""),
        ("５０００", "5000", ""),
        ("1,234.5", "1234.5", ""),
        ("１，２３４．５", "1234.5", ""),
        (" 12000 ", "12000", ""),
        ("\u300012000\u00a0", "12000", ""),
        ("\u200b12000\ufeff", "12000", ""),
        ("5000万", "5000", ""),
        ("5000万元", "5000", ""),
        ("131300万元", "131300", ""),
        ("6亿元", "60000", ""),
        ("1.5亿", "15000", ""),
        ("2亿3000万元", "23000", ""),
        ("60000000元", "6000", ""),
        ("约2亿元", "20000", "approximate"),
        ("12000(含拆迁)", "12000", ""),
        ("22000（概算）", "22000", ""),
        ("0", "0", ""),
        ("-", None, ""),
        ("待定", None, ""),
        ("近百亿元", None, "vague_amount"),
        ("近30亿元", None, "vague_amount"),
        ("100亿元以上", None, "vague_amount"),
        ("≥5000", None, "vague_amount"),
        ("5000-6000", None, "vague_amount"),
        (".7亿元", None, "damaged_number"),
        ("1..5", None, "damaged_number"),
        ("-5000", None, "negative"),
        ("－５０００", None, "negative"),
        (-1, None, "negative"),
        (1e308, None, "too_large"),
        ("1e308", None, "too_large"),
        ("1e400", None, "too_large"),
        (9.14102e16, None, "too_large"),
        ("NaN", None, "not_a_number"),
        ("Infinity", None, "not_a_number"),
        ("详见可研", None, "not_a_number"),
        ("5000\u202e", None, "not_a_number"),
        ("🏗", None, "not_a_number"),
        ("=1+1", None, "not_a_number"),
        ("9" * 32_767, None, "not_a_number"),
        ("0.00001", None, "too_precise"),
        ("5000美元", None, "foreign_currency"),
        (Cell("error", "#REF!"), None, "cell_error"),
        (Cell("empty", "", True, True), None, "formula_without_value"),
        (Cell("number", "5000", True), "5000", ""),
        (Cell(BOOL, "TRUE"), None, "not_a_number"),
        (Cell(DATE, "1905-03-04"), None, "not_a_number"),
        (Cell("number", "10", unit="亿元"), "100000", ""),
        (Cell("number", "10", unit="?"), None, "scaled_format"),
        (60_000_000, None, "unit_doubtful"),
    ],
)
def test_an_amount_under_a_heading_in_wan(value, amount, code):
    assert money(value) == (amount, code)


@pytest.mark.parametrize(
    ("heading", "value", "amount", "code"),
    [
        ("总投资（亿元）", 2.2, "22000", ""),
        ("总投资（亿元)", "2.2", "22000", ""),
        ("总投资（亿元）", "22000万元", "22000", ""),
        ("总投资（元）", 50_000_000, "5000", ""),
        ("总投资（亿元）", 22_000, None, "unit_doubtful"),
        ("总投资", 10, None, "unit_missing"),
        ("总投资", 999.99, None, "unit_missing"),
        ("总投资", 50_000_000, None, "unit_missing"),
        ("总投资", 0, "0", ""),
        ("总投资", 1000, "1000", ""),
        ("总投资", 5_000_000, "5000000", ""),
        ("总投资", "10亿元", "100000", ""),
    ],
)
def test_an_amount_under_other_headings(heading, value, amount, code):
    assert money(value, heading) == (amount, code)


def test_a_number_without_any_unit_asks_for_one():
    small, large = (project(**{MONEY: ..., "总投资": number}) for number in (10, 50_000_000))
    assert [row.problems[0].message for row in (small, large)] == [
        "“10”没写单位，看不出是亿元还是万元。请在表头、表角或单元格里写明单位。",
        "“50000000”没写单位，看不出是万元还是元。请在表头、表角或单元格里写明单位。",
    ]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("近百亿元", "flag"),
        (".7亿元", "flag"),
        ("5000美元", "flag"),
        ("-1", "error"),
        ("1e308", "error"),
        ("0.00001", "error"),
        ("详见可研", "error"),
        ("约2亿元", "note"),
    ],
)
def test_a_vague_amount_waits_for_a_person_and_a_wrong_one_keeps_the_row_out(code, level):
    row = project(**{MONEY: code})
    assert ([one.level for one in row.problems], row.raw["total_investment"]) == ([level], code)


def test_an_amount_merged_over_several_projects_is_nobodys():
    rows = [[1, "甲项目一期", 6000, None, None, "商务局"], [2, "乙项目一期", None, None, None, "商务局"]]
    assert [problems(row) for row in read_rows(*rows, merges=("2,3,3,3",))] == [[("C", "merged_amount", "flag")]] * 2


def test_an_amount_merged_like_the_name_is_its_own():
    rows = [[1, "甲项目一期", 6000, None, None, "商务局"], [None] * 7]
    (row,) = read_rows(*rows, merges=("2,2,3,2", "2,3,3,3"))
    assert (row.values["total_investment"], row.status) == ("6000", "ok")
