"""The kinds of ledger this house imports and exports: one line each, for pages, commands and templates alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from ledgers.intake.kinds import ANNUAL_LIST, Kind
from ledgers.resources import AnnualListResource
from longting.common.columns import Column
from longting.common.errors import Refused
from longting.common.xlsx import LedgerSheet, write_ledger
from projects.enums import Nature, Stage
from projects.issued import write_list
from projects.ledger import columns_of
from projects.models import AnnualList
from projects.services.lists import record_export

TEMPLATE_ROWS = 100
YES_NO = ("是", "否")
LEVELS = ("省、市、区", "省、区", "市、区", "区")


@dataclass(frozen=True)
class LedgerKind:
    """One kind: how its workbook is understood (`intake`), compared and written (`resource`), printed (`columns` of a
    year), and exported (`export(out, *, year, filters, user, today) -> rows`)."""

    key: str
    label: str
    intake: Kind
    resource: type
    columns: Callable[[int], Sequence[Column]]
    title: Callable[[int], str]
    export: Callable[..., int]


def export_annual_list(out: BinaryIO, *, year: int, filters: dict[str, str], user, today) -> int:
    """The official workbook of one year's list; the export is recorded. Raises Refused when there is no such list."""
    batch = filters.get("batch", "1")
    if set(filters) - {"batch"} or not (batch.isascii() and batch.isdigit()):
        raise Refused("年度名单只能按批次筛选，写成 --filter batch=1。")
    found = AnnualList.objects.visible_to(user).filter(year=year, batch=int(batch)).first()
    if found is None:
        raise Refused(f"没有{year}年第 {int(batch)} 批名单，或不在您的可见范围内。")
    count = write_list(found, out, user=user, today=today)
    record_export(found, f"正式台账，{count} 个项目", actor=user)
    return count


LEDGERS: dict[str, LedgerKind] = {
    kind.key: kind
    for kind in (
        LedgerKind(
            key=ANNUAL_LIST.key,
            label=ANNUAL_LIST.label,
            intake=ANNUAL_LIST,
            resource=AnnualListResource,
            columns=columns_of,
            title=lambda year: f"龙亭区{year}年重点项目名单",
            export=export_annual_list,
        ),
    )
}


def kind_of(key: str) -> LedgerKind:
    """The kind of this key. Raises Refused with the keys there are."""
    if key not in LEDGERS:
        raise Refused(
            f"没有“{key}”这种台账。可用：{'、'.join(f'{one.key}（{one.label}）' for one in LEDGERS.values())}。"
        )
    return LEDGERS[key]


def write_template(kind: LedgerKind, out: BinaryIO, *, year: int, units: Sequence[str], fields: Sequence[str]) -> None:
    """The empty workbook to fill in: the columns of the ledger itself, with lists where only some words are read."""
    sheet = LedgerSheet(
        title=kind.title(year),
        columns=kind.columns(year),
        sheet_name=kind.label,
        footer_lines=(),
        choices=_choices(units, fields),
        blank_rows=TEMPLATE_ROWS,
    )
    write_ledger(sheet, [], out)


def _choices(units: Sequence[str], fields: Sequence[str]) -> dict[str, Sequence[Any]]:
    return {
        "level": LEVELS,
        "is_major": YES_NO,
        "field": fields,
        "stage": [stage.label for stage in Stage],
        "nature": [nature.label for nature in Nature],
        "responsible": units,
    }
