"""Counting a workbook's cells by streaming, before any parser builds anything (D-24). Runs in the child only.

`<dimension>` is never believed. The same pass remembers what the value parser does not tell: which cells hold
formulas, which formulas have no stored result, error values, hidden rows, and units shown only by a number format.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from longting.common.sheets.book import cell_name
from longting.common.sheets.refusals import MAX_AREA, MAX_COLUMNS, MAX_MERGES, MAX_ROWS, Refusal

Place = tuple[int, int]
CHUNK = 256 * 1024


@dataclass(slots=True)
class Facts:
    """What one sheet holds beside its values. Places are (row, column) from 1."""

    formulas: set[Place] = field(default_factory=set)
    unvalued: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    units: dict[Place, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


class Extent:
    """Counts the filled cells of one sheet and refuses as soon as a limit is passed."""

    def __init__(self) -> None:
        self.rows = 0
        self.merges = 0
        self._row = 0
        self._box = (0, 0, 0, 0)

    def add(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """A filled cell, or a block of equal ones.

        Raises:
            Refusal: "too_many_columns", "too_many_rows" or "too_spread".
        """
        last_row, last_column = row + rows - 1, column + columns - 1
        if last_column > MAX_COLUMNS:
            raise Refusal("too_many_columns", cell=cell_name(row, last_column))
        if row != self._row:
            self._row = row
            self.rows += rows
        if self.rows > MAX_ROWS:
            raise Refusal("too_many_rows")
        self._widen(row, column, last_row, last_column)

    def add_merge(self) -> None:
        """One merged range.

        Raises:
            Refusal: "too_many_merges".
        """
        self.merges += 1
        if self.merges > MAX_MERGES:
            raise Refusal("too_many_merges")

    def _widen(self, top: int, left: int, bottom: int, right: int) -> None:
        if self._box != (0, 0, 0, 0):
            top, left = min(self._box[0], top), min(self._box[1], left)
            bottom, right = max(self._box[2], bottom), max(self._box[3], right)
        if (bottom - top + 1) * (right - left + 1) > MAX_AREA:
            raise Refusal("too_spread", cell=cell_name(bottom, right))
        self._box = (top, left, bottom, right)


class Stop(Exception):
    """Nothing more is wanted from this part."""


def parse(read: Callable[[int], bytes], start, end=None, text=None) -> None:
    """Stream one XML part through handlers that get local names (without prefix).

    Raises:
        Refusal: "dtd" for a document type (no entity is ever declared, let alone expanded).
        expat.ExpatError: not well-formed.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        while chunk := read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except Stop:
        return


def _refuse_dtd(*_args) -> None:
    raise Refusal("dtd")


_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def place_of(reference: str) -> Place:
    """`H12` → (12, 8).

    Raises:
        Refusal: "damaged" when it is not the name of a cell.
    """
    match = _PLACE.fullmatch(reference)
    if match is None:
        raise Refusal("damaged")
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column
