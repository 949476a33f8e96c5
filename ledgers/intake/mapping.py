"""What each column was taken for, in the words of the page 列对应, and what a person decided instead."""

from collections.abc import Mapping
from typing import NamedTuple

from ledgers.intake.declaration import Kind
from ledgers.intake.grid import Grid
from ledgers.intake.headings import UNKNOWN, unit_in
from ledgers.intake.layout import Layout
from ledgers.intake.money_units import corner_unit
from ledgers.intake.outcome import ColumnMeaning
from longting.common.sheets.book import column_letter
from longting.common.text import tidy

_DEFAULT_UNIT = "万元"
_CERTAIN = 0.95


class Override(NamedTuple):
    """A decision about one column: the key of the field it means ("" = do not import), and the unit of its numbers
    ("" = as printed)."""

    field: str
    unit: str = ""


def title_of(layout: Layout, column: int) -> str:
    """The headings over a column as one title: `2026年 / 计划投资`."""
    return " / ".join(tidy(text) for text in layout.paths[column])[:100]


def override_for(layout: Layout, column: int, overrides: Mapping[str, Override]) -> Override | None:
    """The decision about this column, by its place or by its title."""
    by_place = overrides.get(f"{layout.sheet}!{column_letter(column)}")
    return by_place or overrides.get(title_of(layout, column))


def apply_overrides(layout: Layout, overrides: Mapping[str, Override]) -> None:
    """Let the decisions about columns stand; a field decided for one column is taken from any other."""
    for column in layout.paths:
        decision = override_for(layout, column, overrides)
        if decision is None:
            continue
        for key in [key for key, taken in layout.columns.items() if taken == column]:
            del layout.columns[key]
        layout.twins = {key: [one for one in twins if one != column] for key, twins in layout.twins.items()}
        if decision.field:
            layout.columns[decision.field] = column
            layout.sure[decision.field] = 1.0
            layout.twins.pop(decision.field, None)


def describe_columns(layout: Layout, grid: Grid, kind: Kind, stated: str, overrides: Mapping[str, Override]) -> None:
    """Fill `layout.meanings`: one for each column with a heading, with the unit of its numbers and where that stands.

    `stated` is the unit an explanation elsewhere in the workbook names.
    """
    corner = corner_unit(grid, layout.first) or stated
    fields = {column: key for key, column in layout.columns.items()}
    meanings = []
    for column, path in sorted(layout.paths.items()):
        key = fields.get(column, "")
        money = bool(key) and kind.field(key).kind == "money"
        decision = override_for(layout, column, overrides)
        unit, source = _unit("".join(path), corner, decision) if money else ("", "")
        meanings.append(
            ColumnMeaning(
                sheet=layout.sheet,
                column=column_letter(column),
                title=title_of(layout, column),
                field=key,
                label=kind.field(key).label if key else "",
                sure=layout.sure[key] if key else 0.0,
                unit=unit,
                unit_from=source,
                note=_note(layout, kind, column, key, source),
            )
        )
    layout.meanings = tuple(meanings)


def _unit(title: str, corner: str, decision: Override | None) -> tuple[str, str]:
    if decision and decision.unit:
        return decision.unit, "choice"
    for unit, source in ((unit_in(title), "header"), (corner, "corner")):
        if unit:
            return (_DEFAULT_UNIT, "unknown") if unit == UNKNOWN else (unit, source)
    return _DEFAULT_UNIT, "assumed"


def _note(layout: Layout, kind: Kind, column: int, key: str, source: str) -> str:
    if not key:
        rival = layout.rivals.get(column)
        return f"已有“{kind.field(rival).label}”列，这一列不导入。" if rival else "没有认出，不导入。"
    if source == "unknown":
        return "写明的单位不是亿元、万元或元，这一列的金额都须确认。"
    if source == "assumed":
        return "没写单位，按万元读取，请确认。"
    return "" if layout.sure[key] >= _CERTAIN else "按表头猜的，请确认。"
