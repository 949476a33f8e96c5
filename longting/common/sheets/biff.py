"""The survey of an old .xls (or WPS .et) book: its records are walked, none is interpreted beyond its place.

Layout: [MS-XLS]; record numbers are the same in BIFF5 and BIFF8 as far as they are used here.
"""

import struct
from collections.abc import Iterator

from longting.common.sheets.ole import Container
from longting.common.sheets.refusals import Refusal
from longting.common.sheets.survey import Extent, Facts

_BOF, _EOF, _FILEPASS, _BOUNDSHEET = 0x0809, 0x000A, 0x002F, 0x0085
_ROW, _FORMULA, _BOOLERR, _MULRK = 0x0208, 0x0006, 0x0205, 0x00BD
_ONE_CELL = {0x0203, 0x00FD, 0x0204, 0x027E, 0x00D6, _FORMULA, _BOOLERR}
"""NUMBER, LABELSST, LABEL, RK, RSTRING, FORMULA, BOOLERR: row and column are their first two fields."""
_MACRO_SHEETS = {1, 6}
_WORKSHEET = 0
_ROW_HIDDEN = 0x20
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}


def survey_xls(data: bytes) -> list[Facts]:
    """Facts of the worksheets in the order of the book.

    Raises:
        Refusal: when a limit is passed, the book has a password or macro sheets, or its records are broken.
    """
    container = Container(data)
    stream = container.stream("Workbook" if "Workbook" in container.names else "Book")
    try:
        return [_survey_sheet(stream, start) for start in _sheet_starts(stream)]
    except (struct.error, IndexError) as error:
        raise Refusal("damaged") from error


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Number and body of each record up to the end of this substream; embedded substreams (charts) are passed over."""
    depth = 0
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if number == _BOF:
            depth += 1
        elif number == _EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield number, body


def _sheet_starts(stream: bytes) -> list[int]:
    starts = []
    for number, body in _records(stream, 0):
        if number == _FILEPASS:
            raise Refusal("encrypted")
        if number == _BOUNDSHEET:
            start, _hidden, kind = struct.unpack_from("<IBB", body)
            if kind in _MACRO_SHEETS:
                raise Refusal("macro")
            if kind == _WORKSHEET:
                starts.append(start)
    return starts


def _survey_sheet(stream: bytes, start: int) -> Facts:
    facts, extent = Facts(), Extent()
    for number, body in _records(stream, start):
        if number in _ONE_CELL:
            row, column = struct.unpack_from("<HH", body)
            extent.add(row + 1, column + 1)
            _note_cell(facts, number, body, (row + 1, column + 1))
        elif number == _MULRK:
            row, first = struct.unpack_from("<HH", body)
            extent.add(row + 1, first + 1, columns=max(1, (len(body) - 6) // 6))
        elif number == _ROW and body[12] & _ROW_HIDDEN:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    return facts


def _note_cell(facts: Facts, number: int, body: bytes, place: tuple[int, int]) -> None:
    if number == _FORMULA:
        facts.formulas.add(place)
        if body[12:14] == b"\xff\xff" and body[6] == 2:
            facts.errors[place] = _ERRORS.get(body[8], "#错误")
    elif number == _BOOLERR and body[7]:
        facts.errors[place] = _ERRORS.get(body[6], "#错误")
