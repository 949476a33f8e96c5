"""Streams rows into the shell of a workbook."""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, BinaryIO

from openpyxl.utils import get_column_letter

from longting.common.columns import readers
from longting.common.xlsx.encode import CellError, Encoder, encoder, text_cell
from longting.common.xlsx.layout import LedgerSheet, label_span, merge, merges_above
from longting.common.xlsx.shell import LAST_ROW, SHEET_PART, Shell, build_shell, total_style

LINE_HEIGHT = 16
ROW_HEIGHT = 21
FOOTER_HEIGHT = 28
MAX_HEIGHT = 405
"""Points; a spreadsheet refuses rows higher than 409."""
CHUNK_ROWS = 256
PROGRESS_ROWS = 1024
COMPRESSION = 2
"""Level of zlib: at the usual 6 the file is a third smaller and packing it takes three times as long."""


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
            part.write(f"{body.closing_rows()}</sheetData>{_merge_cells(body.merges)}{shell.tail}".encode())
    return body.count


class _Body:
    """The rows of one sheet: counts, sums, and writes each as XML."""

    def __init__(self, sheet: LedgerSheet, shell: Shell, progress: Callable[[int], None] | None):
        self.sheet, self.shell, self.progress = sheet, shell, progress
        self.columns = sheet.all_columns
        self.merges = merges_above(sheet)
        self.count = 0
        self.row = sheet.first_body_row
        self.sums: dict[int, Decimal | int | None] = {
            position: None for position, column in enumerate(self.columns) if column.key in sheet.total_keys
        }
        self.wrapping = [
            (position, column.width) for position, column in enumerate(self.columns) if column.kind in ("text", "link")
        ]
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
        read_all = readers(self.sheet.columns, reveal=self.sheet.reveal)
        numbered = self.sheet.numbered
        for row in rows:
            line = [read(row) for read in read_all]
            self.count += 1
            if numbered:
                line.insert(0, self.count)
            yield self._row(line)
            for position, known in self.sums.items():
                if line[position] is not None:
                    self.sums[position] = line[position] if known is None else known + line[position]
            if self.progress and self.count % PROGRESS_ROWS == 0:
                self.progress(self.count)
        for _ in range(self.sheet.blank_rows):
            yield self._row([None] * len(self.columns))

    def _row(self, line: list[Any]) -> str:
        number = self._next_row()
        if number > LAST_ROW - len(self.sheet.footer_lines) - 1:
            raise CellError(f"一张工作表最多 {LAST_ROW:,} 行，放不下这么多条。请先用条件缩小范围。")
        cells = [encode(value, number) for encode, value in zip(self.encoders, line, strict=True)]
        return f'<row r="{number}" ht="{self._height(line)}" customHeight="1">{"".join(cells)}</row>'

    def _height(self, line: list[Any]) -> int:
        lines = 1
        for position, width in self.wrapping:
            text = line[position]
            if text and (len(text) * 2 >= width or "\n" in text):
                lines = max(lines, _lines(text, width))
        return min(ROW_HEIGHT + (lines - 1) * LINE_HEIGHT, MAX_HEIGHT)

    def closing_rows(self) -> str:
        """The 合计 row and the lines below it; adds their merged cells to `merges`. A column without any figure has no
        sum: nothing known is not zero."""
        total = self._total_row() if self.sums else ""
        return total + "".join(self._footer_row(line) for line in self.sheet.footer_lines)

    def _total_row(self) -> str:
        number, span, styles = self._next_row(), label_span(self.sheet), self.shell.styles
        self._merge(1, span, number)
        cells = [text_cell(f"A{number}", styles["total_text"], f"合计：{self.count} 个")]
        for position, column in enumerate(self.columns[1:], start=1):
            value = self.sums.get(position)
            style = styles["total_text" if value is None else total_style(column.kind, value)]
            reference = f"{get_column_letter(position + 1)}{number}"
            content = "/>" if value is None else f"><v>{value:f}</v></c>"
            cells.append(f'<c r="{reference}" s="{style}"{content}')
        return f'<row r="{number}" ht="{ROW_HEIGHT}" customHeight="1">{"".join(cells)}</row>'

    def _footer_row(self, line: str) -> str:
        number = self._next_row()
        self._merge(1, len(self.columns), number)
        cell = text_cell(f"A{number}", self.shell.styles["footer"], line)
        return f'<row r="{number}" ht="{FOOTER_HEIGHT}" customHeight="1">{cell}</row>'

    def _next_row(self) -> int:
        self.row += 1
        return self.row - 1

    def _merge(self, first: int, last: int, row: int) -> None:
        if last > first:
            self.merges.append(merge(first, row, last, row))


def _merge_cells(ranges: list[str]) -> str:
    if not ranges:
        return ""
    cells = "".join(f'<mergeCell ref="{text}"/>' for text in ranges)
    return f'<mergeCells count="{len(ranges)}">{cells}</mergeCells>'


def _lines(text: str, width: int) -> int:
    """How many lines the text takes in a column; a Chinese character is as wide as two letters."""
    room = max(width - 1, 1)
    if "\n" in text:
        return sum(_lines(line, width) for line in text.split("\n"))
    return max(1, -(-len(text.encode("gbk", "replace")) // room))
