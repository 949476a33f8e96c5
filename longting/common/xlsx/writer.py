"""Streams rows into the shell of a workbook."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter

from longting.common.columns import Column, values
from longting.common.xlsx.encode import CellError, Encoder, encoder, escape_text, text_cell
from longting.common.xlsx.layout import LedgerSheet, label_span, merge, merges_above
from longting.common.xlsx.shell import LAST_ROW, SHEET_PART, Shell, build_shell, total_style

LINE_HEIGHT = 16
ROW_HEIGHT = 21
MAX_HEIGHT = 405
"""Points; a spreadsheet refuses rows higher than 409."""
CHUNK_ROWS = 256
PROGRESS_ROWS = 1024
COMPRESSION = 4
"""Level of zlib: past it, sheet XML shrinks little and takes twice the time."""


def write_ledger(
    sheet: LedgerSheet, rows: Iterable[Any], out: BinaryIO, *, progress: Callable[[int], None] | None = None
) -> int:
    """Write the workbook to `out`, reading `rows` once, and return how many rows were written.

    Memory does not depend on the number of rows. `progress` is called with the rows done, about every thousand.
    Sums are exact. Raises CellError when a value fits no cell or the rows fit no sheet; `out` is then incomplete.
    """
    shell = build_shell(sheet)
    body = _Body(sheet, shell, progress)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=COMPRESSION) as package:
        for name, content in shell.parts:
            package.writestr(name, content)
        with package.open(SHEET_PART, "w") as part:
            part.write(shell.head.encode())
            for chunk in body.chunks(rows):
                part.write(chunk.encode())
            closing, merges = body.closing_rows()
            ranges = "".join(f'<mergeCell ref="{text}"/>' for text in merges)
            merged = f'<mergeCells count="{len(merges)}">{ranges}</mergeCells>' if merges else ""
            tail = shell.tail.replace("</sheetData>", "</sheetData>" + merged, 1)
            part.write((closing + tail).encode())
    return body.count


class _Body:
    """The rows of one sheet: counts, sums, and writes each as XML."""

    def __init__(self, sheet: LedgerSheet, shell: Shell, progress: Callable[[int], None] | None):
        self.sheet, self.shell, self.progress = sheet, shell, progress
        self.columns = sheet.all_columns
        self.count = 0
        self.row = sheet.first_body_row
        self.sums: dict[int, Decimal | int] = {
            position: 0 for position, column in enumerate(self.columns) if column.key in sheet.total_keys
        }
        self.encoders: list[Encoder] = [
            encoder(column, get_column_letter(position), shell.styles)
            for position, column in enumerate(self.columns, start=1)
        ]

    def chunks(self, rows: Iterable[Any]) -> Iterator[str]:
        """The body as pieces of XML, blank rows of a template included."""
        pending: list[str] = []
        for piece in self._rows(rows):
            pending.append(piece)
            if len(pending) >= CHUNK_ROWS:
                yield "".join(pending)
                pending.clear()
        yield "".join(pending)

    def _rows(self, rows: Iterable[Any]) -> Iterator[str]:
        columns, reveal, numbered = self.sheet.columns, self.sheet.reveal, self.sheet.numbered
        for row in rows:
            line = values(columns, row, reveal=reveal)
            self.count += 1
            if numbered:
                line.insert(0, self.count)
            for position in self.sums:
                if line[position] is not None:
                    self.sums[position] += line[position]
            yield self._row(line)
            if self.progress and self.count % PROGRESS_ROWS == 0:
                self.progress(self.count)
        for _ in range(self.sheet.blank_rows):
            yield self._row([None] * len(self.columns))

    def _row(self, line: list[Any]) -> str:
        number = self.row
        if number > LAST_ROW - len(self.sheet.footer_lines) - 1:
            raise CellError(f"一张工作表最多 {LAST_ROW:,} 行，放不下这么多条。请先用条件缩小范围。")
        self.row += 1
        cells = [encode(value, number) for encode, value in zip(self.encoders, line, strict=True)]
        return f'<row r="{number}" ht="{self._height(line)}" customHeight="1">{"".join(cells)}</row>'

    def _height(self, line: list[Any]) -> int:
        lines = 1
        for position, column in enumerate(self.columns):
            if column.kind in ("text", "link") and line[position]:
                lines = max(lines, _lines(line[position], column))
        return min(ROW_HEIGHT + (lines - 1) * LINE_HEIGHT, MAX_HEIGHT)
