"""列对应: what each column of the workbook was taken for, and the inputs to say otherwise."""

from collections.abc import Mapping
from typing import Any

from ledgers.intake.kinds import KINDS, Kind
from ledgers.models import ImportBatch
from longting.common.money import Unit

_WHERE = {"header": "表头", "corner": "表角", "choice": "您选"}
_OPEN = ("assumed", "unknown")
_UNITS = tuple(unit.value for unit in reversed(Unit))
_NOT_IMPORTED = "不导入"


def columns_card(batch: ImportBatch, sent: Mapping[str, str]) -> list[dict[str, Any]]:
    """One line a column; the sheet's name where the workbook's next sheet begins, if there are several."""
    kind, several = KINDS[batch.kind], len({column["sheet"] for column in batch.layout}) > 1
    lines, sheet = [], ""
    for index, column in enumerate(batch.layout):
        group = column["sheet"] if several and column["sheet"] != sheet else ""
        sheet = column["sheet"]
        lines.append(_line(kind, index, column, sent) | {"group": group})
    return lines


def _line(kind: Kind, index: int, column: dict[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    where = f"{column['column']} {column['title']}"
    chosen = sent.get(f"m-{index}", column["field"])
    fields = {"": _NOT_IMPORTED} | {field.key: field.label for field in kind.fields}
    return {
        "where": where,
        "select": {
            "name": f"m-{index}",
            "label": f"{where}：对应字段",
            "options": _options(fields, chosen),
        },
        "unit": _unit(index, where, column, sent) if column["unit"] else None,
        "words": column["note"] or _words(column),
        "doubtful": bool(column["note"] and column["field"]),
    }


def _unit(index: int, where: str, column: dict[str, Any], sent: Mapping[str, str]) -> dict[str, Any]:
    """The unit of bare numbers; where nobody wrote one, the first choice leaves it open."""
    assumed = column["unit_from"] in _OPEN
    first = {"": "请确认单位"} if assumed else {}
    chosen = sent.get(f"u-{index}", "" if assumed else column["unit"])
    options = _options(first | {unit: unit for unit in _UNITS}, chosen)
    return {"name": f"u-{index}", "label": f"{where}：单位", "options": options}


def _words(column: dict[str, Any]) -> str:
    """How sure the reading is, and by which unit."""
    if not column["unit"]:
        return "自动识别" if column["field"] else ""
    factor = Unit(column["unit"]).wan
    times = f" ×{factor:,}" if factor > 1 else f" ÷{1 / factor:,.0f}" if factor < 1 else ""
    return f"按{_WHERE[column['unit_from']]}的{column['unit']}{'换算' + times if times else ''}"


def _options(choices: Mapping[str, str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "selected": value == chosen} for value, label in choices.items()]
