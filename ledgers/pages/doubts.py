"""The doubts of a row, field by field, each in words and with the inputs that settle it; and the decisions that stand.

Inputs are named after the row and the field: `d-<pk>-<field>` is a choice, `t-<pk>-<field>` something else to read.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ledgers.decisions import ACCEPT, BLANK, EXISTING, NEW, is_typed
from ledgers.intake.kinds import Kind
from ledgers.intake.outcome import LIST
from ledgers.models import ImportRow
from ledgers.pages.cells import printed
from ledgers.services.imports.resolve import FOR_ALL_ALIKE

_DECIDED = {BLANK: "先留空，入库后补", ACCEPT: "确认无误", NEW: "作为新项目"}
_COLOURS = {"error": "", "flag": "y", "note": "s"}
_FRAMES = {"error": "bad", "flag": "warn"}
_SHOWN = 40
#: What may be typed, by the kind of the field.
_HINTS = {
    "money": "改为，如 12000万元",
    "period": "改为，如 2026年3月—2028年6月",
    "month": "改为，如 2026年3月",
    "unit": "改为单位全称",
}
_ALIKE = "写法相同的各行一起改。"
_ALL_ROWS = "在有选项的一行选定，各行一起改。"


def doubts_of(row: ImportRow, kind: Kind, sent: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """One entry a field: label, said (as printed), level, messages, select, typed. `sent` are the inputs of a form that
    was not accepted (what was typed stands again), None when nothing can be decided any more."""
    problems: dict[str, list[dict]] = {}
    for problem in row.problems:
        problems.setdefault(problem["field"], []).append(problem)
    fields = dict.fromkeys([*problems, *row.decisions])
    found = [_doubt(row, kind, field, problems.get(field, [])) for field in fields]
    return [doubt | (_told(row, doubt) if sent is None else _inputs(row, doubt, problems, sent)) for doubt in found]


def frame_of(doubts: Sequence[dict[str, Any]]) -> str:
    """The class of a cell with these doubts: bad before warn."""
    levels = {doubt["level"] for doubt in doubts}
    return next((css for level, css in _FRAMES.items() if level in levels), "")


def _doubt(row: ImportRow, kind: Kind, field: str, problems: list[dict]) -> dict[str, Any]:
    levels = {problem["level"] for problem in problems}
    known = next((one for one in kind.fields if one.key == field), None)
    return {
        "field": field,
        "label": known.label if known else "整张名单" if field == LIST else "",
        "hint": _HINTS.get(known.kind if known else "", "改为"),
        "said": printed(row, field),
        "level": next((level for level in _COLOURS if level in levels), ""),
        "messages": [{"text": one["message"], "colour": _COLOURS[one["level"]]} for one in problems],
        "select": None,
        "typed": None,
    }


def _told(row: ImportRow, doubt: dict) -> dict[str, Any]:
    """The decision that stood when the row was written, in words."""
    return {"messages": doubt["messages"] + _standing(row.decisions.get(doubt["field"], ""), {})}


def _inputs(row: ImportRow, doubt: dict, problems: Mapping[str, list[dict]], sent: Mapping[str, str]) -> dict[str, Any]:
    """A select with every lawful choice and the way back from one that stands, and room for other words."""
    field, was = doubt["field"], row.decisions.get(doubt["field"], "")
    open_ones = [problem for problem in problems.get(field, []) if problem["level"] in _FRAMES]
    where, name = f"第 {row.row} 行{doubt['label']}", f"{row.pk}-{field}"
    choices = {choice["value"]: choice["label"] for problem in open_ones for choice in problem["choices"]}
    first = {was: "保留这个选择", "": "撤回这个选择"} if was else {"": "请选择"}
    others = {value: words for value, words in choices.items() if value != was}
    options = _options(first | others, sent.get(f"d-{name}", was))
    select = {"name": f"d-{name}", "label": f"{where}：选择", "options": options}
    words = sent.get(f"t-{name}", "")
    typed = {"name": f"t-{name}", "label": f"{where}：改为", "hint": doubt["hint"], "value": words}
    wanted = any(problem["typed"] for problem in open_ones)
    together = _ALL_ROWS if field == LIST else _ALIKE
    alike = [{"text": together, "colour": "s"}] if any(one["code"] in FOR_ALL_ALIKE for one in open_ones) else []
    return {
        "select": select if len(options) > 1 else None,
        "typed": typed if wanted else None,
        "messages": doubt["messages"] + alike + _standing(was, choices),
    }


def _standing(was: str, choices: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"text": f"已选：{_decided(was, choices)}", "colour": "s"}] if was else []


def _options(choices: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": words, "selected": value == chosen} for value, words in choices.items()]


def _decided(said: str, choices: Mapping[str, str]) -> str:
    if is_typed(said):
        return f"改为“{said if len(said) <= _SHOWN else f'{said[:_SHOWN]}……'}”"
    return _DECIDED.get(said) or choices.get(said) or ("对应库里已有的项目" if said.startswith(EXISTING) else "")
