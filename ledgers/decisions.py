"""What a person decided about cells of a workbook, put into the workbook before it is understood again. Pure.

A decision is about a cell, not about what the cell was taken for: change the meaning of a column, and it still stands
where it was made. Decisions of one row, as stored: column letter → one of
    {"text": …}                 read this instead of what is printed
    {"leave": field, "words": …} leave the fact blank, remember the printed words as 待核实
    {"keep": code}              what was read is right although it looked doubtful
and "project" → {"is": "new" or the public id of a project}.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from longting.common.sheets.book import EMPTY, Cell, Merge, Sheet, Workbook, column_letter

PROJECT = "project"
NEW = "new"

Decision = dict[str, str]
RowDecisions = Mapping[str, Decision]
Decisions = Mapping[tuple[str, int], RowDecisions]


def corrected(workbook: Workbook, decisions: Decisions) -> Workbook:
    """The workbook as the decisions want it read; the original is left alone."""
    sheets = tuple(_corrected(sheet, decisions) for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def left_blank(decided: RowDecisions) -> dict[str, str]:
    """Field → printed words of the cells of one row that a person left for later."""
    return {one["leave"]: one["words"] for one in decided.values() if "leave" in one}


def kept(decided: RowDecisions) -> set[str]:
    """Codes of the doubts of one row that a person found unfounded."""
    return {one["keep"] for one in decided.values() if "keep" in one}


def project_choice(decided: RowDecisions) -> str:
    """The project a person chose for the row: a public id, "new", or "" when nobody chose."""
    return decided.get(PROJECT, {}).get("is", "")


def _corrected(sheet: Sheet, decisions: Decisions) -> Sheet:
    texts = {
        (row, letter): one.get("text", "")
        for (name, row), decided in decisions.items()
        if name == sheet.name
        for letter, one in decided.items()
        if "text" in one or "leave" in one
    }
    if not texts:
        return sheet
    places = {(row, _column(letter)): text for (row, letter), text in texts.items()}
    cells = {row: dict(columns) for row, columns in sheet.cells.items()}
    merges = tuple(_split_merges(sheet, cells, places))
    for (row, column), text in places.items():
        cells.setdefault(row, {})[column] = Cell("text", text) if text else EMPTY
    return replace(sheet, cells=cells, merges=merges)


def _split_merges(sheet: Sheet, cells: dict, places: Iterable[tuple[int, int]]) -> Iterable[Merge]:
    """The merges without those that hold a corrected cell; what they carried down is written into each of their rows,
    because one row of them now says something else."""
    wanted = set(places)
    for merge in sheet.merges:
        inside = {
            (row, column) for row, column in wanted
            if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right
        }  # fmt: skip
        if not inside:
            yield merge
            continue
        first = sheet.cell(merge.top, merge.left)
        for row in range(merge.top, min(merge.bottom, sheet.last_row) + 1):
            cells.setdefault(row, {})[merge.left] = first


def _column(letter: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for char in letter:
        number = number * 26 + ord(char) - 64
    return number


def is_letter(text: str) -> bool:
    """Whether `text` is the letter of a column a sheet may have."""
    return text.isascii() and text.isalpha() and text.isupper() and column_letter(_column(text)) == text
