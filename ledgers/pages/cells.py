"""What the cells of an import say: the value as understood, and what was printed when that reads differently."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from ledgers.decisions import BLANK
from ledgers.models import ImportRow
from longting.common.money import EMPTY, format_wan
from longting.common.periods import Month

_SHOWN = 80


def name_cell(row: ImportRow) -> dict[str, Any]:
    """项目名称 as understood; （空） when there is none."""
    return _value(row.name or "（空）", soft=not row.name)


def text_cell(row: ImportRow, key: str) -> dict[str, Any]:
    """A text as understood, else as printed."""
    return _value(row.values.get(key) or printed(row, key) or EMPTY)


def money_cell(row: ImportRow, key: str, unit: str) -> dict[str, Any]:
    """An amount in 万元; what was printed when that is another number. `unit` is that of bare numbers in the column."""
    value, raw = row.values.get(key), printed(row, key)
    if value is None:
        return _not_understood(row, raw, key)
    bare = _bare(raw)
    if bare is None:
        return _value(format_wan(Decimal(value)), note=raw)
    differs = bare != Decimal(value) and key not in row.decisions
    return _value(format_wan(Decimal(value)), note=f"{raw} {unit}" if differs else "")


def period_cell(row: ImportRow) -> dict[str, Any]:
    """建设起止年限; what was printed when its years and months are others."""
    ends = [Month.parse(text) if (text := row.values.get(key)) else None for key in ("start_month", "end_month")]
    raw = printed(row, "period") or "—".join(text for key in ("start", "finish") if (text := printed(row, key)))
    if not any(ends):
        return _not_understood(row, raw, "period", "start", "finish")
    same = [int(digits) for digits in re.findall(r"\d+", unicodedata.normalize("NFKC", raw))]
    differs = same and same != [number for end in ends if end for number in (end.year, end.month)]
    return _value(_span(*ends), note=raw if differs else "") | {"css": "lt-nowrap"}


def printed(row: ImportRow, key: str) -> str:
    """What the workbook's cell says, on one line, cut when it is long."""
    text = " ".join(str(row.raw.get(key) or "").split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def _value(text: str, *, note: str = "", soft: bool = False) -> dict[str, Any]:
    return {"text": text, "note": note, "soft": soft}


def _not_understood(row: ImportRow, raw: str, *keys: str) -> dict[str, Any]:
    """What was printed, or nothing when somebody left it for later."""
    left = any(row.decisions.get(key) == BLANK for key in keys)
    return _value(EMPTY, note=raw) if left else _value(raw or EMPTY)


def _bare(raw: str) -> Decimal | None:
    """A printed number that says nothing but itself (or 万元), however it is written; None when it says more."""
    text = unicodedata.normalize("NFKC", raw).replace(",", "").replace(" ", "").removesuffix("万元")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _span(start: Month | None, end: Month | None) -> str:
    if start and end:
        return f"{start.label}—{end.label}"
    return f"{start.label} 起" if start else f"至 {end.label}"
