"""What understanding a workbook gives: columns with their meaning, rows with values and problems, what was left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["error", "flag", "note"]
Skip = Literal["title", "header", "section", "total", "signature", "note", "example", "continued"]

LIST = "list"
"""Where a doubt about the table as a whole stands: at every row, at none of its facts."""

SKIP_LABELS: Mapping[str, str] = {
    "title": "标题",
    "header": "表头",
    "section": "分类标题",
    "total": "合计",
    "signature": "签字栏",
    "note": "填表说明",
    "example": "示例",
    "continued": "续行",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One doubt at one cell. An `error` keeps the row out; a `flag` waits for a person; a `note` only informs.

    `column` is the letter of the cell's column ("" when the workbook has no such column).
    """

    column: str
    field: str
    code: str
    level: Level
    message: str


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What one column was taken for. `field` is "" when it is not imported; `sure` runs from 0 to 1.

    `unit` is that of bare numbers in a money column; `unit_from` is header, corner, choice, assumed or unknown
    (a unit is written, but none we know).
    """

    sheet: str
    column: str
    title: str
    field: str = ""
    label: str = ""
    sure: float = 0.0
    unit: str = ""
    unit_from: str = ""
    note: str = ""


@dataclass(slots=True)
class Row:
    """One project of the workbook. `values` are normalised (money as 万元, months as `2026-03`), `raw` as printed.

    `parsed` holds what a text cannot: `responsible` → id of the unit, `contact` → [(name, telephone)]; `letters` tells
    the column letter of each field.
    """

    sheet: str
    row: int
    name: str
    values: dict[str, str | None] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    parsed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    letters: dict[str, str] = field(default_factory=dict)

    def doubt(self, key: str, code: str, level: Level, message: str) -> None:
        """Note a problem at the field's cell."""
        self.problems.append(Problem(self.letters.get(key, ""), key, code, level, message))

    def set(self, key: str, value: str | None) -> None:
        """Store a normalised value, None for "not stated"."""
        self.values[key] = value or None

    @property
    def status(self) -> Literal["ok", "flag", "error"]:
        """What the file alone says of the row."""
        levels = {problem.level for problem in self.problems}
        if "error" in levels:
            return "error"
        return "flag" if "flag" in levels else "ok"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no project, and what it is."""

    sheet: str
    row: int
    what: Skip
    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A whole workbook, read as one kind. `year` is the list's year as printed or as told, None when unknown."""

    kind: str
    year: int | None
    sheets: tuple[str, ...]
    mapping: tuple[ColumnMeaning, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


class WrongTemplate(Exception):
    """No sheet is a list of this kind; `message` names the columns that were found and those that are missing."""

    def __init__(self, message: str, *, found: tuple[str, ...] = (), missing: tuple[str, ...] = ()):
        super().__init__(message)
        self.message = message
        self.found = found
        self.missing = missing
