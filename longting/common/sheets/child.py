"""The child process that reads a workbook: `sandbox.run` starts `main` with FILE and KIND.

It confines itself, counts the cells by streaming (`survey`), lets python-calamine read the values, and writes JSON
lines to standard output: a `sheet` line before the `row` lines of each sheet, and `end` last, so that a cut answer is
seen. A refusal is one line `{"refuse": code, "facts": {...}}`. Whatever else goes wrong ends the process with a code
that the parent turns into a sentence. openpyxl never reads here: it fails on an empty `<fill/>` and trusts a wrong
dimension.
"""

import json
import math
import os
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import python_calamine

from longting.common.sheets.biff import survey_xls
from longting.common.sheets.limits import confine
from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Facts
from longting.common.sheets.survey_ods import survey_ods
from longting.common.sheets.survey_xlsx import survey_xlsx

EMPTY, TEXT, NUMBER, DATE, BOOL, ERROR = "", "s", "n", "d", "b", "e"
_WHOLE = 1e15
"""From here on a spreadsheet no longer keeps every digit, so the number is written with its exponent."""
_TINY = 1e-9


def main(arguments: list[str]) -> int:
    """Read the file named first, of the kind named second; the exit code is 0 unless the process had to give up."""
    confine()
    path, kind = arguments
    try:
        for line in read(path, kind):
            print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
    except Refusal as refusal:
        print(json.dumps({"refuse": refusal.code, "facts": refusal.facts}))
    except MemoryError:
        os._exit(70)
    except BaseException as error:  # a native panic is no Exception; the parent only needs to know that it was so
        print(f"{type(error).__name__}: {error}"[:500], file=sys.stderr)
        print(json.dumps({"refuse": "damaged", "facts": {}}))
    sys.stdout.flush()
    return 0


def read(path: str, kind: str) -> Iterator[dict[str, Any]]:
    """The answer, line by line.

    Raises:
        Refusal: when the survey refuses the book or it has a password.
    """
    facts = _survey(path, kind)
    try:
        with open(path, "rb") as source, python_calamine.load_workbook(source) as book:
            worksheets = [meta for meta in book.sheets_metadata if meta.typ == python_calamine.SheetTypeEnum.WorkSheet]
            if not worksheets:
                raise Refusal("damaged")
            for index, meta in enumerate(worksheets):
                known = facts[index] if isinstance(facts, list) else facts.get(meta.name, Facts())
                yield from _sheet_lines(book.get_sheet_by_name(meta.name), meta, known)
    except python_calamine.PasswordError as error:
        raise Refusal("encrypted") from error
    yield {"end": True}


def _survey(path: str, kind: str) -> dict[str, Facts] | list[Facts]:
    if kind == "xls":
        with open(path, "rb") as source:
            return survey_xls(source.read())
    with zipfile.ZipFile(path) as archive:
        return survey_ods(archive) if kind == "ods" else survey_xlsx(archive)


def _sheet_lines(sheet: python_calamine.CalamineSheet, meta: Any, facts: Facts) -> Iterator[dict[str, Any]]:
    merges = [(top + 1, left + 1, down + 1, right + 1) for (top, left), (down, right) in sheet.merged_cell_ranges or ()]
    yield {
        "sheet": meta.name,
        "hidden": meta.visible != python_calamine.SheetVisibleEnum.Visible,
        "merges": merges or facts.merges,
        "hidden_rows": sorted(facts.hidden_rows),
    }
    flagged: dict[int, set[int]] = {}
    for row, column in facts.formulas | facts.errors.keys():
        flagged.setdefault(row, set()).add(column)
    done = 0
    if sheet.start is not None:
        left = sheet.start[1] + 1
        for row, values in enumerate(sheet.iter_rows(), start=1):
            done = row
            cells = _cells(row, enumerate(values, start=left), flagged.pop(row, ()), facts)
            if cells:
                yield {"row": row, "cells": cells}
    for row in sorted(row for row in flagged if row > done):
        yield {"row": row, "cells": _cells(row, (), flagged[row], facts)}


def _cells(row: int, values: Iterable[tuple[int, Any]], flagged: Iterable[int], facts: Facts) -> list[list[Any]]:
    """`[column, type, text, marks, unit]` of each cell that says something."""
    found: dict[int, tuple[str, str]] = {}
    for column, value in values:
        if value != "":
            found[column] = encode(value)
    for column in flagged:
        if (row, column) in facts.errors:
            found[column] = (ERROR, facts.errors[row, column])
        found.setdefault(column, (EMPTY, ""))
    cells = []
    for column in sorted(found):
        kind, text = found[column]
        place = (row, column)
        marks = ("f" if place in facts.formulas else "") + ("u" if not kind and place in facts.unvalued else "")
        cells.append([column, kind, text, marks, facts.units.get(place, "") if kind == NUMBER else ""])
    return cells


def encode(value: Any) -> tuple[str, str]:
    """Type letter and text of one value as the parser gave it."""
    if isinstance(value, str):
        return TEXT, value
    if isinstance(value, bool):
        return BOOL, "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return (NUMBER, number_text(value)) if math.isfinite(value) else (ERROR, "#NUM!")
    if isinstance(value, datetime):
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return DATE, value.date().isoformat() if at_midnight else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return DATE, value.isoformat()
    return TEXT, str(value)


def number_text(value: float) -> str:
    """A number as a spreadsheet keeps it: at most 15 significant digits, no binary noise, an exponent if need be."""
    text = f"{value:.15g}"
    if _TINY < abs(value) < _WHOLE:
        return f"{Decimal(text):f}"
    return "0" if value == 0 else text
