"""`read_workbook`: any workbook people send, as plain data, or one clear sentence why not."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from longting.common.sheets import sandbox
from longting.common.sheets.book import Cell, Merge, Sheet, Workbook
from longting.common.sheets.prescan import check_size, prescan
from longting.common.sheets.refusals import Refusal

_PROGRAM = "longting.common.sheets.child"
_KINDS = {"": "empty", "s": "text", "n": "number", "d": "date", "b": "bool", "e": "error"}


class UnreadableWorkbook(Exception):
    """A file that could not be read; `code` is stable, `message` is the Chinese sentence for people."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
        self.message = message


def read_workbook(source: bytes | str | os.PathLike, *, filename: str) -> Workbook:
    """Read a workbook in a limited child process. Values only: formulas give the result stored with them.

    Raises:
        UnreadableWorkbook: for every file that is too big, broken, protected, hostile or no workbook (D-24).
        OSError: when `source` is a path that cannot be opened.
    """
    try:
        data = _load(source)
        kind = prescan(data)
        sheets = _ask_child(data, kind)
    except Refusal as refusal:
        raise UnreadableWorkbook(refusal.code, refusal.message) from refusal
    return Workbook(filename, sheets, hashlib.sha256(data).hexdigest(), tuple(_notes(sheets, kind, data)))


def _load(source: bytes | str | os.PathLike) -> bytes:
    if isinstance(source, bytes):
        return source
    check_size(os.stat(source).st_size)
    return Path(source).read_bytes()


def _ask_child(data: bytes, kind: str) -> tuple[Sheet, ...]:
    with tempfile.TemporaryDirectory(prefix="book-") as folder:
        book = Path(folder, "book")
        book.write_bytes(data)
        answer = sandbox.run(_PROGRAM, Path(folder), str(book), kind)
        with answer.open(encoding="utf-8") as lines:
            return tuple(_build_sheets(lines))


def _build_sheets(lines: Iterable[str]) -> list[Sheet]:
    sheets: list[Sheet] = []
    for line in load_lines(lines):
        if "row" in line:
            sheets[-1].cells[line["row"]] = {cell[0]: _build_cell(*cell[1:]) for cell in line["cells"]}
        else:
            merges = tuple(Merge(*corners) for corners in line["merges"])
            sheets.append(Sheet(line["sheet"], line["hidden"], {}, merges, frozenset(line["hidden_rows"])))
    return sheets


def load_lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """The `sheet` and `row` lines of the reading child's answer.

    Raises:
        Refusal: the one the child sent, or "too_complex" when the answer was cut off.
    """
    for text in lines:
        line = json.loads(text)
        if "end" in line:
            return
        if "refuse" in line:
            raise Refusal(line["refuse"], **line["facts"])
        yield line
    raise Refusal("too_complex")


def _build_cell(kind: str, text: str, marks: str, unit: str) -> Cell:
    return Cell(_KINDS[kind], text, "f" in marks, "u" in marks, unit)


def _notes(sheets: tuple[Sheet, ...], kind: str, data: bytes) -> Iterator[str]:
    formulas = sum(sheet.formulas for sheet in sheets)
    if formulas:
        yield f"{formulas} 个公式取保存在文件里的显示值。"
    if kind == "xlsx" and b"xl/externalLinks/" in data:
        yield "文件引用了别的工作簿，只取保存在文件里的值，没有打开那些文件。"
