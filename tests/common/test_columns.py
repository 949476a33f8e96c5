from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from longting.common.columns import Column, Heading, cells, choose, heading_rows, mask_personal, readers
from longting.common.enums import Labelled
from longting.common.periods import Month


class Light(Labelled):
    SERIOUS = "serious", "严重", "r"


@dataclass
class Row:
    value: object = None


def one(kind, value, **more):
    column = Column("c", "列", lambda row: row.value, kind=kind, **more)
    return cells([column], Row(value))[0]


NAME = Column("name", "项目名称", lambda row: row.value, kind="link", width=30, url=lambda row: "/p/7")
PLAN = Column("plan", "计划投资", lambda row: None, kind="wan", unit="万元", group="2026年", sort="plan")
GOAL = Column("goal", "形象进度目标", lambda row: "", group="2026年", width=24)
NOTE = Column("note", "备注", lambda row: "", default=False)
COLUMNS = (NAME, PLAN, GOAL, NOTE)


@pytest.mark.parametrize(
    ("kind", "value", "text", "raw"),
    [
        ("text", "北郊乡", "北郊乡", "北郊乡"),
        ("text", "", "—", None),
        ("text", None, "—", None),
        ("wan", Decimal("12000.0000"), "12,000.00", Decimal("12000.0000")),
        ("wan", Decimal("0"), "0.00", Decimal("0")),
        ("wan", None, "—", None),
        ("number", 1200, "1,200", 1200),
        ("number", Decimal("35.1234"), "35.1234", Decimal("35.1234")),
        ("percent", Decimal("83.65"), "83.7", Decimal("83.65")),
        ("percent", 0, "0.0", 0),
        ("month", Month(2026, 10), "2026-10", "2026-10"),
        ("date", date(2026, 11, 2), "2026-11-02", date(2026, 11, 2)),
        ("tag", Light.SERIOUS, "严重", "严重"),
        ("light", Light.SERIOUS, "严重", "严重"),
        ("link", "蓄水坝", "蓄水坝", "蓄水坝"),
        ("bool", True, "是", "是"),
        ("bool", False, "否", "否"),
        ("phone", "13812345678", "13812345678", "13812345678"),
    ],
)
def test_a_value_has_one_text_for_the_screen_and_one_raw_value_for_the_workbook(kind, value, text, raw):
    cell = one(kind, value)
    column = Column("c", "列", lambda row: row.value, kind=kind)
    assert (cell.text, cell.raw) == (text, raw)
    assert [read(Row(value)) for read in readers([column])] == [raw]


def test_a_moment_is_shown_as_the_clock_of_the_office():
    cell = one("date", datetime(2026, 1, 31, 16, 30, tzinfo=UTC))
    assert (cell.text, cell.raw) == ("2026-02-01 00:30", datetime(2026, 2, 1, 0, 30))


def test_a_light_carries_its_colour():
    assert one("light", Light.SERIOUS).colour == "r"


def test_a_cell_knows_its_heading_and_where_it_leads():
    cell = cells([NAME], Row("蓄水坝"))[0]
    assert (cell.label, cell.url, cell.css) == ("项目名称", "/p/7", "t w")


@pytest.mark.parametrize(
    ("kind", "width", "css"),
    [("wan", 12, "n"), ("percent", 12, "n"), ("text", 12, "lt-nowrap"), ("text", 20, "w"), ("date", 30, "lt-nowrap")],
)
def test_numbers_stand_right_and_only_wide_text_wraps(kind, width, css):
    assert Column("c", "列", str, kind=kind, width=width).css == css


def test_a_personal_value_is_masked_on_the_screen_and_in_the_workbook_unless_revealed():
    column = Column("phone", "联系电话", lambda row: row.value, kind="phone", personal=True)
    row = Row("13812345678")
    assert [cells([column], row)[0].text, cells([column], row, reveal=True)[0].text] == ["138****5678", "13812345678"]
    assert [read(row) for read in readers([column])] == ["138****5678"]
    assert [read(row) for read in readers([column], reveal=True)] == ["13812345678"]


def test_a_masked_name_keeps_its_first_character():
    assert [mask_personal("王小明"), mask_personal("李")] == ["王**", "李*"]


def test_columns_without_groups_have_one_heading_row():
    rows = heading_rows([NAME, NOTE])
    assert [[(heading.text, heading.rowspan) for heading in row] for row in rows] == [[("项目名称", 1), ("备注", 1)]]


def test_grouped_columns_share_a_heading_above_them():
    upper, lower = heading_rows(COLUMNS)
    assert upper == [
        Heading("项目名称", "", "t w", 0, 1, 2, "name", ""),
        Heading("2026年", "", "c", 1, 2, 1, "", ""),
        Heading("备注", "", "lt-nowrap", 3, 1, 2, "note", ""),
    ]
    assert lower == [
        Heading("计划投资", "万元", "n", 1, 1, 1, "plan", "plan"),
        Heading("形象进度目标", "", "w", 2, 1, 1, "goal", ""),
    ]


@pytest.mark.parametrize("unit", ["万元", "(万元)", "（万元）"])
def test_the_heading_puts_the_brackets_round_a_unit(unit):
    assert heading_rows([Column("plan", "计划投资", str, kind="wan", unit=unit)])[0][0].unit == "万元"


def test_a_group_broken_by_another_column_is_two_headings():
    upper, _ = heading_rows([PLAN, NAME, GOAL])
    assert [(heading.text, heading.position) for heading in upper] == [("2026年", 0), ("项目名称", 1), ("2026年", 2)]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ([], ["name", "plan", "goal"]),
        (["no_such_column"], ["name", "plan", "goal"]),
        (["note", "name", "plan"], ["note", "name", "plan"]),
        (["plan", "plan", "x"], ["name", "plan"]),
    ],
)
def test_a_user_chooses_columns_and_order_but_never_loses_the_name(asked, shown):
    assert [column.key for column in choose(COLUMNS, asked)] == shown
