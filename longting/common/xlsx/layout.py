"""What a ledger looks like: its lines, where each row stands, which cells are merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.utils import get_column_letter

from longting.common.columns import Column, Heading, heading_rows

FILLER_LINE = "填报单位（盖章）：　　　　填报人：　　　　联系电话：　　　　填报日期："
UNIT_LINE = "单位：万元、亩"
SIGNATURE = "主要负责人签字："
NUMBER = Column("no", "序号", lambda row: None, kind="number", width=6)
UNIT_LINE_WIDTH = 24
"""The unit line gets as many columns from the right as make up this many characters."""


@dataclass(frozen=True, kw_only=True)
class LedgerSheet:
    """One sheet in the customary form: title, line of the filling unit and of the unit, heading, rows, 合计, signature.

    `columns` are declared once for screen and workbook. `total_keys` names the columns summed in the 合计 row.
    `numbered` puts 序号 first. `choices` gives drop-down lists by column key. `blank_rows` appends empty styled rows
    for a template. `reveal` writes personal columns unmasked. `check_code` is printed in the footer of each page.
    Source of the form: ledgers in use (title, 填报单位 line, 单位 line, 合计：N 个, signature).
    """

    columns: Sequence[Column]
    title: str = ""
    filler_line: str = FILLER_LINE
    unit_line: str = UNIT_LINE
    sheet_name: str = "台账"
    orientation: Literal["landscape", "portrait"] = "landscape"
    paper: Literal["A3", "A4"] = "A3"
    total_keys: Sequence[str] = ()
    footer_lines: Sequence[str] = (SIGNATURE,)
    check_code: str = ""
    numbered: bool = False
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    blank_rows: int = 0
    reveal: bool = False

    @classmethod
    def plain(cls, columns: Sequence[Column], *, sheet_name: str, reveal: bool = False) -> "LedgerSheet":
        """Heading and rows only: what a list page exports as it is seen."""
        return cls(
            columns=columns,
            filler_line="",
            unit_line="",
            sheet_name=sheet_name,
            paper="A4",
            footer_lines=(),
            reveal=reveal,
        )

    @property
    def all_columns(self) -> list[Column]:
        """The columns as written, 序号 included."""
        return [NUMBER, *self.columns] if self.numbered else list(self.columns)

    @property
    def lines_above(self) -> int:
        """How many rows stand above the heading: the title, and the line of filling unit and unit."""
        return bool(self.title) + bool(self.filler_line or self.unit_line)

    @property
    def headings(self) -> list[list[Heading]]:
        """The heading in one or two rows, as on the screen."""
        return heading_rows(self.all_columns)

    @property
    def first_body_row(self) -> int:
        """Number of the first row of data, counted from 1."""
        return self.lines_above + len(self.headings) + 1


def merge(first_column: int, first_row: int, last_column: int, last_row: int) -> str:
    """The range of a merged cell, columns and rows counted from 1."""
    return f"{get_column_letter(first_column)}{first_row}:{get_column_letter(last_column)}{last_row}"


def unit_line_column(sheet: LedgerSheet) -> int:
    """The column (from 1) where the right-hand part of line 2 begins; 0 when one cell has to hold both."""
    columns, width = sheet.all_columns, 0
    for position in range(len(columns), 1, -1):
        width += columns[position - 1].width
        if width >= UNIT_LINE_WIDTH:
            return position
    return 0


def merges_above(sheet: LedgerSheet) -> list[str]:
    """Merged ranges of title, line 2 and heading."""
    last = len(sheet.all_columns)
    ranges = [merge(1, 1, last, 1)] if sheet.title else []
    if sheet.filler_line or sheet.unit_line:
        right, row = unit_line_column(sheet), sheet.lines_above
        ranges += [merge(1, row, right - 1, row), merge(right, row, last, row)] if right else [merge(1, row, last, row)]
    for offset, row in enumerate(sheet.headings, start=sheet.lines_above + 1):
        ranges += [
            merge(cell.position + 1, offset, cell.position + cell.colspan, offset + cell.rowspan - 1) for cell in row
        ]
    return [text for text in ranges if len(set(text.split(":"))) == 2]


def label_span(sheet: LedgerSheet) -> int:
    """Over how many columns the label 合计：N 个 stands: all before the first summed one, at least one."""
    keys = [column.key for column in sheet.all_columns]
    return max(1, min((keys.index(key) for key in sheet.total_keys), default=1))
