"""Values of a row as cells of sheet XML.

Text becomes an inline string whatever it begins with (= + - @, tab, full-width signs), a Decimal or int becomes a
number with its exact digits, a date becomes a serial day, None becomes an empty cell with its border.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from longting.common.columns import Column

MAX_TEXT = 32_767
"""Characters (UTF-16 units) a cell of a workbook can hold."""

Encoder = Callable[[Any, int], str]
"""(value, row number) -> the cell's XML."""

# Characters an XML 1.0 document cannot hold, and those that must be written as entities. A carriage return is legal
# but would be read back as a line feed.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # spreadsheets read "_x0041_" as "A"
_SPECIAL = re.compile("[&<>\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SAFE_DAY = date(1900, 3, 1)  # before it, spreadsheets disagree about 29 February 1900
_SECONDS_PER_DAY = 86_400


class CellError(ValueError):
    """A value no cell can hold; the message names row and column in Chinese."""


def clean_text(text: str) -> str:
    """The text without the control characters that no workbook can store, safe from being read as a coded one."""
    return _CODED.sub("_x005F_", _ILLEGAL.sub("", text))


def escape_text(text: str) -> str:
    """The text as XML content, control characters removed."""
    if not _SPECIAL.search(text):
        return text
    text = clean_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def encoder(column: Column, letter: str, styles: dict[str, int]) -> Encoder:
    """The function that writes the cells of one column; `styles` maps style names to ids of the shell."""
    if column.kind in ("wan", "percent"):
        return _number_encoder(column, letter, styles[column.kind], styles[column.kind])
    if column.kind == "number":
        return _number_encoder(column, letter, styles["int"], styles["decimal"])
    if column.kind == "date":
        return _date_encoder(column, letter, styles)
    return _text_encoder(column, letter, styles["text" if column.kind in ("text", "link") else "mark"])


def text_cell(reference: str, style: int, text: str) -> str:
    """A cell of text, for the rows below the body."""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape_text(text)}</t></is></c>'


def _text_encoder(column: Column, letter: str, style: int) -> Encoder:
    head = f'<c r="{letter}'
    full = f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
    empty = f'" s="{style}"/>'
    special = _SPECIAL.search

    def encode(value: str | None, row: int) -> str:
        if value is None or value == "":
            return f"{head}{row}{empty}"
        if len(value) > MAX_TEXT // 2:
            _refuse_long(column, value, row)
        if special(value):
            value = escape_text(value)
        return f"{head}{row}{full}{value}</t></is></c>"

    return encode


def _number_encoder(column: Column, letter: str, int_style: int, decimal_style: int) -> Encoder:
    head = f'<c r="{letter}'
    whole = f'" s="{int_style}"><v>'
    exact = f'" s="{decimal_style}"><v>'
    empty = f'" s="{decimal_style}"/>'

    def encode(value: Decimal | int | None, row: int) -> str:
        if value is None:
            return f"{head}{row}{empty}"
        if type(value) is int:
            return f"{head}{row}{whole}{value}</v></c>"
        if type(value) is not Decimal or not value.is_finite():
            raise CellError(f"第 {row} 行“{column.label}”不是精确的数字：{value!r}。")
        return f"{head}{row}{exact}{value:f}</v></c>"

    return encode


def _date_encoder(column: Column, letter: str, styles: dict[str, int]) -> Encoder:
    as_text = _text_encoder(column, letter, styles["mark"])

    def encode(value: date | None, row: int) -> str:
        if value is None:
            return as_text(None, row)
        timed = isinstance(value, datetime)
        day = value.date() if timed else value
        if day < _FIRST_SAFE_DAY:
            return as_text(value.isoformat(), row)
        serial = str((day - _DAY_ZERO).days)
        if timed:
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            serial += f"{seconds / _SECONDS_PER_DAY:.10f}"[1:]
        return f'<c r="{letter}{row}" s="{styles["datetime" if timed else "date"]}"><v>{serial}</v></c>'

    return encode


def _refuse_long(column: Column, value: str, row: int) -> None:
    length = len(value.encode("utf-16-le", "surrogatepass")) // 2
    if length > MAX_TEXT:
        raise CellError(f"第 {row} 行“{column.label}”有 {length:,} 个字，一个单元格最多 {MAX_TEXT:,} 个字。请先缩短。")
