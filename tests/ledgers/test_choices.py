"""What may be answered to a doubt. No database."""

import pytest

from ledgers.choices import Chooser, may_type
from ledgers.intake.kinds import ANNUAL_LIST
from ledgers.intake.outcome import Row

UNITS = ["北郊乡人民政府", "柳园口乡人民政府"]
BLANK = ("@blank", "先留空，入库后补")


def chooser() -> Chooser:
    return Chooser(ANNUAL_LIST, UNITS)


def row(field: str, text: str = "", letter: str = "C") -> Row:
    return Row("名单", 3, "凤凰广场", raw={field: text} if text else {}, letters={field: letter})


def offered(field: str, code: str, text: str = "") -> list[tuple[str, str]]:
    return [(one["value"], one["label"]) for one in chooser().choices(row(field, text), field, code)]


def test_an_amount_without_unit_is_offered_in_both_units():
    assert offered("total_investment", "unit_missing", "10") == [
        ("10亿元", "10 亿元 = 100,000.00 万元"),
        ("10万元", "10 万元 = 10.00 万元"),
        BLANK,
    ]


def test_what_is_no_amount_is_not_offered_in_any_unit():
    assert offered("total_investment", "unit_missing", "近十") == [BLANK]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        ("plan_start", "2026.1", [("2026-01", "2026年1月"), ("2026-10", "2026年10月")]),
        ("period", "2026.1-2027.12", [
            ("2026-01—2027-12", "2026年1月—2027年12月"), ("2026-10—2027-12", "2026年10月—2027年12月"),
        ]),
        ("period", "2026.1-2026.1", [
            ("2026-01—2026-01", "2026年1月—2026年1月"), ("2026-01—2026-10", "2026年1月—2026年10月"),
            ("2026-10—2026-10", "2026年10月—2026年10月"),
        ]),
        ("period", "2026.1-2027.13", []),
        ("period", "2026.1建成", [("2026-01建成", "2026年1月"), ("2026-10建成", "2026年10月")]),
        ("plan_start", "2026.1和2026.1", []),
        ("period", "8个月", []),
    ],
)  # fmt: skip
def test_every_reading_of_a_month_that_leaves_no_doubt_is_offered(field, text, expected):
    assert offered(field, "ambiguous_month", text) == [*expected, BLANK]


def test_a_month_alone_is_offered_as_either_end():
    either = [("2021年7月开工",) * 2, ("2021年7月竣工",) * 2]
    assert offered("period", "start_or_end", "2021年7月底") == [*either, BLANK]
    assert offered("period", "start_or_end", "") == []


def test_an_answer_about_the_whole_table_is_offered_once():
    one, chosen = chooser(), [("@accept", "这一列不要，其余按读到的写入")]
    rows = [one.choices(row("list"), "list", "other_year") for _ in range(2)]
    assert [[(said["value"], said["label"]) for said in found] for found in rows] == [chosen, []]


@pytest.mark.parametrize(
    ("field", "first"), [("stage", "新开工"), ("nature", "新建"), ("level", "省、市、区"), ("is_major", "是")]
)
def test_words_of_a_closed_list_are_offered(field, first):
    assert offered(field, "unknown_word", "看不懂")[0] == (first, first)


def test_of_several_people_each_is_offered():
    assert offered("leader", "several_people", "陈区长、李区长") == [
        ("陈区长", "留下陈区长"), ("李区长", "留下李区长"), BLANK,
    ]  # fmt: skip


def test_units_are_offered_once_for_each_wording():
    one = chooser()
    given = [one.choices(row("responsible", text), "responsible", "unknown_unit") for text in ("城投", "城投", "水投")]
    assert [[choice["value"] for choice in found] for found in given] == [UNITS, [], UNITS]


def test_what_a_row_needs_cannot_be_left_blank_and_neither_can_what_says_nothing():
    assert offered("name", "name_repeated", "凤凰广场") == []
    assert offered("remark", "too_long") == []


def test_an_unfounded_doubt_may_be_confirmed():
    accept = {"value": "@accept", "label": "确认无误，按读到的写入"}
    assert chooser().choices(row("name", "凤凰广场"), "project", "name_alike") == [accept]
    assert offered("total_investment", "two_columns", "5") == [("@accept", "确认无误，按读到的写入"), BLANK]


def test_a_doubt_without_a_cell_has_no_answer():
    assert chooser().choices(Row("名单", 3, "凤凰广场"), "project_code", "code_repeated") == []
    assert [may_type(row("name"), field) for field in ("name", "project_code")] == [True, False]
