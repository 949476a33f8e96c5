"""Counting a workbook's cells by streaming, before any parser builds anything (D-24). Runs in the child only.

`<dimension>` is never believed. The same pass remembers what the value parser does not tell: which cells hold
formulas, which formulas have no stored result, error values, hidden rows, and units shown only by a number format.
"""

from collections.abc import Callable
from contextlib import suppress
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
        first_row, first_column, last_row, last_column = self._box
        if first_row <= top and first_column <= left and bottom <= last_row and right <= last_column:
            return
        if first_row:
            top, left = min(first_row, top), min(first_column, left)
            bottom, right = max(last_row, bottom), max(last_column, right)
        if (bottom - top + 1) * (right - left + 1) > MAX_AREA:
            raise Refusal("too_spread", cell=cell_name(bottom, right))
        self._box = (top, left, bottom, right)


class Stop(Exception):
    """Nothing more is wanted from this part."""


Handler = Callable[[dict[str, str]], None]


def parse(
    read: Callable[[int], bytes],
    starts: dict[str, Handler],
    ends: dict[str, Callable[[], None]] | None = None,
    bind: Callable[[expat.XMLParserType], None] | None = None,
) -> None:
    """Stream one XML part; `starts` and `ends` name handlers by local element name, other elements are ignored.

    `bind` is given the parser, for a handler that wants the text of few elements: a call into Python for each of a
    million unwanted events is what makes streaming slow.

    Raises:
        Refusal: "dtd" for a document type (no entity is ever declared, let alone expanded).
        expat.ExpatError: not well-formed.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_dtd
    find_start = _finder(starts)
    parser.StartElementHandler = lambda name, attributes: find_start(name)(attributes)
    if ends:
        find_end = _finder(ends)
        parser.EndElementHandler = lambda name: find_end(name)()
    if bind:
        bind(parser)
    with suppress(Stop):
        while chunk := read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _finder(handlers: dict[str, Callable]) -> Callable[[str], Callable]:
    """Looks a handler up by qualified name; prefixes are cut off once per name, not once per element."""
    known: dict[str, Callable] = {}

    def find(name: str) -> Callable:
        handler = known.get(name)
        if handler is None:
            handler = known[name] = handlers.get(name.rpartition(":")[2], _ignore)
        return handler

    return find


def _ignore(*_args) -> None:
    """What happens for elements nobody asked for."""


def _refuse_dtd(*_args) -> None:
    raise Refusal("dtd")


_columns: dict[str, int] = {}


def place_of(reference: str) -> Place:
    """`H12` → (12, 8).

    Raises:
        Refusal: "damaged" when it is not the name of a cell.
    """
    letters = reference.rstrip("0123456789")
    column = _columns.get(letters)
    if column is None:
        column = _columns[letters] = _column_of(letters)
    row = int(reference[len(letters) :] or 0)
    if row == 0:
        raise Refusal("damaged")
    return row, column


def _column_of(letters: str) -> int:
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise Refusal("damaged")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column
