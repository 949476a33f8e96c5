"""The child process that marks a workbook: `edit BOOK MARKS OUT`, or `rewrite CELLS MARKS OUT` from lines of `child`.

The only place where openpyxl opens a file that somebody sent, and it does so under the limits. Any failure ends the
process with a code; the parent then has the book rewritten, or gives up with a sentence.
"""

import json
import sys
import warnings
from collections.abc import Iterable
from datetime import date
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from longting.common.sheets.limits import confine

AUTHOR = "导入检查"
FILLS = {"bad": PatternFill("solid", fgColor="FFFF9999"), "warn": PatternFill("solid", fgColor="FFFFEB84")}
_COMMENT_WIDTH, _LINE_HEIGHT, _LETTERS_A_LINE = 300, 22, 20
_COLUMN_WIDTH = 16
_WHOLE = 10**15


def main(arguments: list[str]) -> int:
    """Write the marked book; the exit code is 0 only when it is there."""
    confine()
    warnings.simplefilter("ignore")
    way, source, marks, out = arguments
    with open(marks, encoding="utf-8") as file:
        wanted = json.load(file)
    try:
        book = _open(source) if way == "edit" else rebuild(source)
        put_marks(book, wanted)
        book.save(out)
    except BaseException as error:  # the parent only needs to know that it failed
        print(f"{type(error).__name__}: {error}"[:500], file=sys.stderr)
        return 1
    return 0


def _open(source: str) -> openpyxl.Workbook:
    """By file object: openpyxl judges a path by its extension."""
    with open(source, "rb") as file:
        return openpyxl.load_workbook(file)


def put_marks(book: openpyxl.Workbook, marks: Iterable[list[Any]]) -> None:
    """Colour and comment the cells; marks of one cell share its comment, and an older comment stays below."""
    gathered: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, row, column, level, text in marks:
        if name in book.sheetnames:
            place, words = _visible_cell(book[name], f"{column or 'A'}{row}", text)
            gathered.setdefault((name, place), []).append((level, words))
    for (name, place), notes in gathered.items():
        cell = book[name][place]
        cell.fill = FILLS["bad" if any(level == "bad" for level, _ in notes) else "warn"]
        lines = [text for _, text in notes] + ([f"原批注：{cell.comment.text}"] if cell.comment else [])
        text = "\n".join(lines)
        height = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n")) * _LINE_HEIGHT
        cell.comment = Comment(text, AUTHOR, width=_COMMENT_WIDTH, height=height)


def _visible_cell(sheet: Worksheet, place: str, text: str) -> tuple[str, str]:
    """The cell itself, or the one that is seen in its stead when it is merged, with the row said in words."""
    if not isinstance(sheet[place], MergedCell):
        return place, text
    merged = next(merged for merged in sheet.merged_cells.ranges if place in merged)
    return merged.start_cell.coordinate, f"第 {sheet[place].row} 行：{text}"


def rebuild(source: str) -> openpyxl.Workbook:
    """A new book with the cells, merges and sheets that were read; text is text whatever it begins with."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet: Worksheet | None = None
    with open(source, encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            if "sheet" in line:
                sheet = book.create_sheet(line["sheet"])
                sheet.sheet_state = "hidden" if line["hidden"] else "visible"
                for top, left, bottom, right in line["merges"]:
                    sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
            elif "row" in line:
                for column, kind, text, _marks, _unit in line["cells"]:
                    _put(sheet, line["row"], column, kind, text)
    return book


def _put(sheet: Worksheet, row: int, column: int, kind: str, text: str) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        return
    sheet.column_dimensions[cell.column_letter].width = _COLUMN_WIDTH
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    if kind == "n":
        number = float(text)
        cell.value = int(number) if number.is_integer() and abs(number) < _WHOLE else number
    elif kind == "d" and len(text) == len("2026-03-01"):
        cell.value = date.fromisoformat(text)
    elif kind == "b":
        cell.value = text == "TRUE"
    elif text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
