"""One cell of an import as the page shows it: the value as understood, what was printed when that reads differently,
each doubt in words, and the inputs that settle it. Plain values; the templates only loop."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from ledgers.intake.kinds import Kind
from ledgers.models import ImportRow
from longting.common.money import EMPTY, format_wan
from longting.common.periods import Month

#: Fields whose doubts stand in a column of their own; all others stand in 其他问题.
PERIOD = ("period", "start", "finish", "start_month", "end_month")
OWN = {"name", "responsible", "total_investment", "annual_plan", *PERIOD}
#: What a decision of a person is called once it stands (see ledgers.decisions for the words themselves).
_DECIDED = {"@blank": "先留空，入库后补", "@accept": "按已读取的", "@new": "作为新项目"}
_DECIDED_ABOUT = {"@project": "对应库里已有的项目", "@unit": "改为选定的单位"}
_COLOURS = {"error": "", "flag": "y", "note": "s"}
_FRAMES = {"error": "bad", "flag": "warn"}
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


def parts_of(row: ImportRow, kind: Kind, sent: Mapping[str, str], editable: bool) -> list[dict[str, Any]]:
    """The doubts of a row by field, and the decisions that stand, each with its inputs.

    `sent` are the inputs of a form that was not accepted: what was typed stands again.
    """
    problems: dict[str, list[dict]] = {}
    for problem in row.problems:
        problems.setdefault(problem["field"], []).append(problem)
    fields = dict.fromkeys([*problems, *(row.decisions if editable else ())])
    return [_part(row, kind, field, problems.get(field, []), sent, editable) for field in fields]


def frame_of(parts: list[dict[str, Any]]) -> str:
    """The class of a cell with these parts: bad before warn."""
    levels = {part["level"] for part in parts}
    return next((css for level, css in _FRAMES.items() if level in levels), "")


def _part(row: ImportRow, kind: Kind, field: str, problems: list[dict], sent: Mapping[str, str], editable: bool):
    label = next((one.label for one in kind.fields if one.key == field), "")
    levels = {problem["level"] for problem in problems}
    open_ones = [problem for problem in problems if problem["level"] in _FRAMES]
    inputs = {"select": None, "typed": None}
    if editable and open_ones:
        inputs = _inputs(row, field, label, open_ones, sent)
    elif editable and field in row.decisions:
        inputs["select"] = _standing(row, field, label, sent)
    return {
        "field": field,
        "label": label,
        "said": printed(row, field),
        "level": next((level for level in _COLOURS if level in levels), ""),
        "messages": [{"text": one["message"], "colour": _COLOURS[one["level"]]} for one in problems],
        **inputs,
    }


def _inputs(row: ImportRow, field: str, label: str, problems: list[dict], sent: Mapping[str, str]) -> dict[str, Any]:
    """A select with every lawful choice, and room for a typed value where one is allowed."""
    choices = {one["value"]: one["label"] for problem in problems for one in problem["choices"]}
    decided, where = row.decisions.get(field, ""), f"第 {row.row} 行{label}"
    chosen = sent.get(f"d-{row.pk}-{field}", decided if decided in choices else "")
    text = sent.get(f"t-{row.pk}-{field}", "" if decided in choices or decided.startswith("@") else decided)
    select = _select(f"d-{row.pk}-{field}", f"{where}：选择", {"": "请选择", **choices}, chosen)
    typed = {"name": f"t-{row.pk}-{field}", "label": f"{where}：改为", "value": text}
    wanted = any(problem.get("typed") for problem in problems)
    return {"select": select if choices else None, "typed": typed if wanted else None}


def _standing(row: ImportRow, field: str, label: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """A decision that stands, and the way to take it back."""
    decided, name = row.decisions[field], f"d-{row.pk}-{field}"
    options = {decided: f"已选：{_decision_words(decided)}", "": "撤回这个选择"}
    return _select(name, f"第 {row.row} 行{label}：已选", options, sent.get(name, decided))


def _select(name: str, label: str, options: Mapping[str, str], chosen: str) -> dict[str, Any]:
    shown = [{"value": value, "label": words, "selected": value == chosen} for value, words in options.items()]
    return {"name": name, "label": label, "options": shown}


def _decision_words(decided: str) -> str:
    about = _DECIDED_ABOUT.get(decided.partition(":")[0])
    return _DECIDED.get(decided) or about or f"改为“{decided[:_SHOWN]}”"


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
