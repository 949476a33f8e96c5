"""What the cells of an import say: the value as understood, and what was printed when that reads differently."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Any

from ledgers.models import ImportRow
from longting.common.money import EMPTY, format_wan
from longting.common.periods import Month

_SHOWN = 80


def name_cell(row: ImportRow) -> dict[str, Any]:
    """项目名称 as understood; （空） when there is none."""
    return {"text": row.name or "（空）", "soft": not row.name, "note": ""}


def text_cell(row: ImportRow, key: str) -> dict[str, Any]:
    """A text as understood, else as printed."""
    return {"text": row.values.get(key) or printed(row, key) or EMPTY, "soft": False, "note": ""}


def money_cell(row: ImportRow, key: str) -> dict[str, Any]:
    """An amount in 万元; what was printed when it is not the same number."""
    value, raw = row.values.get(key), printed(row, key)
    if value is None:
        return {"text": raw or EMPTY, "soft": False, "note": ""}
    return {"text": format_wan(Decimal(value)), "soft": False, "note": "" if _says(raw, Decimal(value)) else raw}


def period_cell(row: ImportRow) -> dict[str, Any]:
    """建设起止年限; what was printed when its years and months are others."""
    ends = [Month.parse(text) if (text := row.values.get(key)) else None for key in ("start_month", "end_month")]
    raw = printed(row, "period") or "—".join(text for key in ("start", "finish") if (text := printed(row, key)))
    if not any(ends):
        return {"text": raw or EMPTY, "soft": False, "note": ""}
    same = [int(digits) for digits in re.findall(r"\d+", unicodedata.normalize("NFKC", raw))]
    differs = raw and same != [number for end in ends if end for number in (end.year, end.month)]
    return {"text": _span(*ends), "soft": False, "note": raw if differs else ""}


def printed(row: ImportRow, key: str) -> str:
    """What the workbook's cell says, on one line, cut when it is long."""
    text = " ".join(str(row.raw.get(key) or "").split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def _says(raw: str, value: Decimal) -> bool:
    """Whether a printed amount is the same number in 万元, however it is written; nothing printed says nothing else."""
    text = unicodedata.normalize("NFKC", raw).replace(",", "").replace(" ", "").removesuffix("万元")
    try:
        return not text or Decimal(text) == value
    except InvalidOperation:
        return False


def _span(start: Month | None, end: Month | None) -> str:
    if start and end:
        return f"{start.label}—{end.label}"
    return f"{start.label} 起" if start else f"至 {end.label}"
