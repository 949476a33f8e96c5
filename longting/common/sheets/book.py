"""A workbook as plain data: what stands in which cell of which sheet. Rows and columns count from 1."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["empty", "text", "number", "date", "bool", "error"]


class Merge(NamedTuple):
    """A merged range, both corners included."""

    top: int
    left: int
    bottom: int
    right: int


class Cell(NamedTuple):
    """One cell: `text` is what it says.

    A number is written plainly with at most 15 significant digits (all a spreadsheet keeps), a date as `2026-03-01`,
    an error as `#REF!`. `formula` tells that the value was computed; `unvalued` that the file holds the formula but not
    its result. `unit` is a unit that only the number format shows (亿元, 万元, 元), or `?` when the format also scales.
    """

    kind: Kind = "empty"
    text: str = ""
    formula: bool = False
    unvalued: bool = False
    unit: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing can be seen in the cell."""
        return not self.text.strip(INVISIBLE) and not self.unvalued


INVISIBLE = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"
"""Characters that leave a cell looking empty: blanks of all widths and zero-width marks."""

EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `cells` holds only cells that say something: row → column → cell."""

    name: str
    hidden: bool = False
    cells: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """The cell at this place; an empty one when nothing stands there."""
        return self.cells.get(row, {}).get(column, EMPTY)

    def rows(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Row number and cells, top to bottom, of every row that says something."""
        for number in sorted(self.cells):
            yield number, self.cells[number]

    @property
    def last_row(self) -> int:
        """Number of the last row that says something; 0 for an empty sheet."""
        return max(self.cells, default=0)

    @property
    def formulas(self) -> int:
        """How many cells hold a formula (their stored values were taken)."""
        return sum(cell.formula for row in self.cells.values() for cell in row.values())


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole workbook with the SHA-256 of its bytes and notes on how it was read (Chinese sentences)."""

    filename: str
    sheets: tuple[Sheet, ...]
    sha256: str
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of this name; KeyError when there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)


def column_letter(column: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """(12, 8) → H12."""
    return f"{column_letter(column)}{row}"
