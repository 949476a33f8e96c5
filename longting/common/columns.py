"""One declaration of a column for the screen, the workbook and the import template.

A list page, its export and its template share one tuple of `Column`; `cells` formats a row once for the screen (so
that a template only loops over strings) and `readers` give the same row typed for the workbook. The order of columns
on the screen is the order in the workbook. Pure: no Django, no clock, no settings.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from longting.common.money import format_wan
from longting.common.text import mask_phone

Kind = Literal["text", "wan", "number", "percent", "month", "date", "tag", "light", "link", "bool", "phone"]

NOTHING = "—"
"""What an unknown value looks like on the screen; a real zero is written as a number."""

NUMERIC = frozenset({"wan", "number", "percent"})
WRAPPING_WIDTH = 20
"""Text columns at least this wide (in characters) may wrap; codes, dates and short words may not."""

_TENTH = Decimal("0.1")
_SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, how its value is read from a row, and how it is shown.

    `value` takes the row and returns a plain Python value or None: Decimal 万元 for `wan`, percentage points for
    `percent` (83.7, not 0.837), `Month` for `month`, a `Labelled` member for `tag` and `light`.
    `unit` stands once, in the heading, which puts it in brackets. `group` is the heading above this column and its
    neighbours of the same group. `width` is in characters of the workbook. `sort` names an allowed order of the list
    page. A `personal` column is masked unless the caller reveals it. `url` takes the row and returns where its cell
    leads, or "".
    """

    key: str
    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    unit: str = ""
    group: str = ""
    width: int = 12
    sort: str | None = None
    default: bool = True
    personal: bool = False
    url: Callable[[Any], str] | None = None

    @property
    def css(self) -> str:
        """Class names of the column's cells, from the style sheet of the tables."""
        if self.kind in NUMERIC:
            return "n"
        if self.kind == "link":
            return "t w" if self.width >= WRAPPING_WIDTH else "t lt-nowrap"
        if self.kind == "text" and self.width >= WRAPPING_WIDTH:
            return "w"
        return "lt-nowrap"

    @property
    def bare_unit(self) -> str:
        """The unit without the brackets it may have been declared with."""
        return self.unit.strip("()（）")

    @property
    def full_label(self) -> str:
        """Label and unit in one line, for a phone without a heading row."""
        return f"{self.label}({self.bare_unit})" if self.unit else self.label


class Cell(NamedTuple):
    """One formatted cell; `raw` is the value the workbook gets, `label` the heading a phone shows beside it."""

    text: str
    kind: str
    css: str
    url: str
    colour: str
    raw: Any
    label: str


class Heading(NamedTuple):
    """One heading cell; `position` is the zero-based column it begins at, `key` and `sort` are empty for a group."""

    text: str
    unit: str
    css: str
    position: int
    colspan: int
    rowspan: int
    key: str
    sort: str


def cells(columns: Sequence[Column], row: Any, *, reveal: bool = False) -> list[Cell]:
    """The row formatted for the screen, one `Cell` per column; personal columns are masked unless revealed."""
    out = []
    for column in columns:
        value = _read(column, row, reveal)
        out.append(
            Cell(
                text=NOTHING if value is None else _TEXT[column.kind](value),
                kind=column.kind,
                css=column.css,
                url=column.url(row) if column.url else "",
                colour=getattr(value, "colour", ""),
                raw=None if value is None else _RAW[column.kind](value),
                label=column.full_label,
            )
        )
    return out


def readers(columns: Sequence[Column], *, reveal: bool = False) -> list[Callable[[Any], Any]]:
    """For each column the function that reads a row for the workbook: Decimal, int, date, datetime, text or None.

    Months are text like `2026-10`, yes and no are 是 and 否. Made once per export: the rows are many.
    """
    return [_reader(column, reveal) for column in columns]


def heading_rows(columns: Sequence[Column]) -> list[list[Heading]]:
    """The heading in one row, or in two when any column has a group; the same for HTML and for the workbook.
    Neighbours with the same `group` share one cell above them; the others span both rows.
    """
    depth = 2 if any(column.group for column in columns) else 1
    upper: list[Heading] = []
    lower: list[Heading] = []
    position = 0
    for group, members in groupby(columns, key=lambda column: column.group):
        run = list(members)
        if group:
            upper.append(Heading(group, "", "c", position, len(run), 1, "", ""))
        target, rowspan = (lower, 1) if group else (upper, depth)
        target.extend(_leaf(column, position + offset, rowspan) for offset, column in enumerate(run))
        position += len(run)
    return [upper, lower] if depth == 2 else [upper]


def choose(columns: Sequence[Column], keys: Iterable[str]) -> list[Column]:
    """The columns a user asked for, in the asked order.

    Unknown and repeated keys are ignored; without a known key the default columns stand. The first declared column
    identifies the row and is never dropped: when it was not asked for it comes first.
    """
    known = {column.key: column for column in columns}
    chosen = [known[key] for key in dict.fromkeys(keys) if key in known]
    if not chosen:
        chosen = [column for column in columns if column.default]
    identifying = columns[0]
    return chosen if identifying in chosen else [identifying, *chosen]


def mask_personal(value: str, kind: Kind = "text") -> str:
    """A personal value for those who need not know it: `138****5678` for a telephone, `王**` for a name."""
    return mask_phone(value) if kind == "phone" else value[:1] + "*" * max(len(value) - 1, 1)


def _reader(column: Column, reveal: bool) -> Callable[[Any], Any]:
    if column.kind in NUMERIC:
        return column.value
    convert = _RAW[column.kind]

    def read(row: Any) -> Any:
        value = _read(column, row, reveal)
        return None if value is None else value if type(value) is str else convert(value)

    return read


def _leaf(column: Column, position: int, rowspan: int) -> Heading:
    return Heading(column.label, column.bare_unit, column.css, position, 1, rowspan, column.key, column.sort or "")


def _read(column: Column, row: Any, reveal: bool) -> Any:
    value = column.value(row)
    if value is None or value == "":
        return None
    if column.personal and not reveal:
        return mask_personal(str(value), column.kind)
    return value


def _number_text(value: Decimal | int) -> str:
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def _percent_text(value: Decimal | int) -> str:
    return f"{Decimal(value).quantize(_TENTH, ROUND_HALF_UP):,f}"


def _date_text(value: date) -> str:
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    return value.isoformat()


def _local(value: date) -> date:
    """An aware time as the wall clock of the office, without zone, as a workbook wants it; a date as it is."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(_SHANGHAI).replace(tzinfo=None)
    return value


def _label(value: Any) -> str:
    return str(getattr(value, "label", value))


def _yes_no(value: bool) -> str:
    return "是" if value else "否"


def _as_is(value: Any) -> Any:
    return value


_TEXT: dict[str, Callable[[Any], str]] = {
    "text": str,
    "wan": format_wan,
    "number": _number_text,
    "percent": _percent_text,
    "month": str,
    "date": _date_text,
    "tag": _label,
    "light": _label,
    "link": str,
    "bool": _yes_no,
    "phone": str,
}
_RAW: dict[str, Callable[[Any], Any]] = {
    "text": str,
    "wan": _as_is,
    "number": _as_is,
    "percent": _as_is,
    "month": str,
    "date": _local,
    "tag": _label,
    "light": _label,
    "link": str,
    "bool": _yes_no,
    "phone": str,
}
