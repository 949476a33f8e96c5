"""Giving a workbook back with its bad cells coloured and commented, so that people mend it where they know it."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from longting.common.sheets import sandbox
from longting.common.sheets.prescan import prescan
from longting.common.sheets.reader import UnreadableWorkbook, load_lines
from longting.common.sheets.refusals import Refusal

_READING = "longting.common.sheets.child"
_MARKING = "longting.common.sheets.marking"


class Mark(NamedTuple):
    """One cell to colour (`bad` red, `warn` yellow) with the words of its comment.

    `column` is a letter; "" marks the first cell of the row.
    """

    sheet: str
    row: int
    column: str
    level: Literal["bad", "warn"]
    text: str


def mark_workbook(source: bytes, marks: Sequence[Mark]) -> bytes:
    """The workbook as .xlsx with these cells marked; everything else stays as it was.

    A book that cannot be edited in place (.xls, .ods, or broken styles) is written anew with the same cells, merges and
    sheet names. All of it happens in the limited child process.

    Raises:
        UnreadableWorkbook: when the source is refused, or is too complex even to be written anew.
    """
    try:
        kind = prescan(source)
        with tempfile.TemporaryDirectory(prefix="book-") as name:
            folder = Path(name)
            (folder / "book").write_bytes(source)
            (folder / "marks").write_text(json.dumps([tuple(mark) for mark in marks]), encoding="utf-8")
            if kind == "xlsx" and (edited := _edit(folder)):
                return edited
            return _rewrite(folder, kind)
    except Refusal as refusal:
        raise UnreadableWorkbook(refusal.code, refusal.message) from refusal


def _edit(folder: Path) -> bytes | None:
    """The book edited in place; None when that fails, for which there are many reasons and one remedy."""
    try:
        sandbox.run(_MARKING, folder, "edit", "book", "marks", "marked.xlsx")
    except Refusal:
        return None
    return (folder / "marked.xlsx").read_bytes()


def _rewrite(folder: Path, kind: str) -> bytes:
    answer = sandbox.run(_READING, folder, "book", kind)
    with answer.open(encoding="utf-8") as lines:
        for _ in load_lines(lines):
            """Nothing is kept; a refusal is raised."""
    answer.rename(folder / "cells")
    sandbox.run(_MARKING, folder, "rewrite", "cells", "marks", "marked.xlsx")
    return (folder / "marked.xlsx").read_bytes()
