"""What a person decided about the cells of a row, and the workbook as it reads with it. Pure.

Decisions of one row, as stored: key of the field → one of
    "@blank"          leave the fact out for now; the printed words are remembered as 待核实
    "@accept"         what was read is right although it looked doubtful
    any other text    read this instead of what is printed
and at "project", which asks which project the row is:
    "@new"            one of its own, although one of the database looks alike
    "@project:<id>"   this one of the database, by its public id
    "@accept"         one of its own, although another row looks alike
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ledgers.intake.outcome import Row
from longting.common.sheets.book import EMPTY, Cell, Merge, Sheet, Workbook

BLANK, ACCEPT, NEW, EXISTING = "@blank", "@accept", "@new", "@project:"
PROJECT = "project"

RowDecisions = Mapping[str, str]
Decisions = Mapping[tuple[str, int], RowDecisions]
Patches = dict[tuple[str, int, int], str]
"""(sheet, row, column) → what the cell shall say."""


def is_typed(said: str) -> bool:
    """Whether a decision is something to be read in the cell's stead."""
    return bool(said) and not said.startswith("@")


def left_blank(decided: RowDecisions) -> list[str]:
    """The fields that a person left for later."""
    return [field for field, said in decided.items() if said == BLANK]


def project_choice(decided: RowDecisions) -> str:
    """The project of the database a person chose for the row: a public id, "@new", or "" when nobody chose."""
    said = decided.get(PROJECT, "")
    return said.removeprefix(EXISTING) if said.startswith((NEW, EXISTING)) else ""


def patches(rows: Iterable[Row], decisions: Decisions) -> Patches:
    """Where the workbook must say something else: cells of `rows`, which were read from it without decisions."""
    return {
        (row.sheet, row.row, _column(row.letters[field])): said if is_typed(said) else ""
        for row in rows
        for field, said in decisions.get((row.sheet, row.row), {}).items()
        if field in row.letters and (is_typed(said) or said == BLANK)
    }


def patched(workbook: Workbook, wanted: Patches) -> Workbook:
    """The workbook with these cells changed; the original is left alone."""
    sheets = []
    for sheet in workbook.sheets:
        places = {(row, column): text for (name, row, column), text in wanted.items() if name == sheet.name}
        sheets.append(_patched(sheet, places) if places else sheet)
    return replace(workbook, sheets=tuple(sheets))


def _patched(sheet: Sheet, places: Mapping[tuple[int, int], str]) -> Sheet:
    cells = {row: dict(columns) for row, columns in sheet.cells.items()}
    merges = tuple(_without(sheet, cells, places))
    for (row, column), text in places.items():
        cells.setdefault(row, {})[column] = Cell("text", text) if text else EMPTY
    return replace(sheet, cells=cells, merges=merges)


def _without(sheet: Sheet, cells: dict, places: Iterable[tuple[int, int]]) -> Iterable[Merge]:
    """The merges that hold none of the places. What the others carried down is written into each of their rows, because
    one of these rows says something else now."""
    for merge in sheet.merges:
        rows = range(merge.top, min(merge.bottom, sheet.last_row) + 1)
        if not any(row in rows and merge.left <= column <= merge.right for row, column in places):
            yield merge
            continue
        for row in rows:
            cells.setdefault(row, {})[merge.left] = sheet.cell(merge.top, merge.left)


def _column(letter: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for char in letter:
        number = number * 26 + ord(char) - 64
    return number
