"""The issued list: frozen once, and from then on read from its snapshot only (SECURITY D-08 to D-11).

A snapshot keeps the columns as they were printed and the value of every cell, so that neither a later change of a
project nor a later version of this program alters what was issued. The format may grow, never change.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from longting.common.canonical import short
from longting.common.columns import Column
from longting.common.periods import Month
from longting.common.xlsx import LedgerSheet, write_ledger
from projects.ledger import columns_of
from projects.models import AnnualList, ListEntry, Participant

FORMAT = 1
TOTALS = ("total_investment", "done_before", "annual_plan")
_READ: dict[str, Callable[[Any], Any]] = {"wan": Decimal, "month": Month.parse}


def freeze(annual_list: AnnualList, entries, *, extra: Callable[[ListEntry], Mapping[str, Any]], **facts: Any) -> dict:
    """The snapshot of a list: `entries` in order (from `standing_rows`), numbered anew without gaps; `extra` adds what
    else is kept of a row (its provenance), `facts` what else is kept of the list."""
    columns = columns_of(annual_list.year)
    rows = [
        {column.key: _kept(column, entry) for column in columns} | {"serial": place, "provenance": dict(extra(entry))}
        for place, entry in enumerate(entries, start=1)
    ]
    totals = {key: sum((row[key] or Decimal(0) for row in rows), Decimal(0)) for key in TOTALS}
    return {
        "format": FORMAT,
        "title": annual_list.title,
        "year": annual_list.year,
        "batch": annual_list.batch,
        "columns": [_described(column) for column in columns],
        "rows": rows,
        "totals": totals,
        **facts,
    }


def standing_rows(annual_list: AnnualList, today) -> list[ListEntry]:
    """The entries that stand on the list, in order, with everything a row prints."""
    people = Participant.objects.active(today).order_by("since", "pk")
    entries = annual_list.entries.standing().for_ledger().prefetch_related("project__participants")
    found = list(entries)
    holders = {row.pk for row in people.filter(project__in=[entry.project_id for entry in found])}
    for entry in found:
        current = [row for row in entry.project.participants.all() if row.pk in holders]
        entry.project.current_people = sorted(current, key=lambda row: (row.since, row.pk))
    return found


def columns_from(snapshot: Mapping[str, Any]) -> list[Column]:
    """The columns as they were printed; a row is one of `snapshot["rows"]`."""
    return [
        Column(
            kept["key"], kept["label"], _reader(kept), _kind(kept["kind"]), kept["unit"], kept["group"], kept["width"]
        )
        for kept in snapshot["columns"]
    ]


def write_issued(snapshot: Mapping[str, Any], sha256: str, out: BinaryIO) -> int:
    """The official workbook of an issued list, from its snapshot alone; returns the number of rows. A3 landscape."""
    number = snapshot.get("number", "")
    sheet = LedgerSheet(
        title=f"龙亭区{snapshot['year']}年重点项目名单",
        columns=columns_from(snapshot),
        sheet_name="重点项目",
        total_keys=TOTALS,
        footer_lines=(f"文号：{number}　　印发日期：{snapshot.get('issued_on', '')}", "主要负责人签字："),
        check_code=short(sha256),
    )
    return write_ledger(sheet, snapshot["rows"], out)


def _kept(column: Column, entry: ListEntry) -> Any:
    value = column.value(entry)
    if value == "":
        return None
    return value.label if column.kind in ("tag", "light") and value is not None else value


def _described(column: Column) -> dict[str, Any]:
    names = ("key", "label", "kind", "unit", "group", "width")
    return {name: getattr(column, name) for name in names}


def _kind(kind: str) -> Any:
    """Words that were a tag or a link are plain text on a paper."""
    return "text" if kind in ("tag", "light", "link") else kind


def _reader(kept: Mapping[str, Any]) -> Callable[[Mapping[str, Any]], Any]:
    convert = _READ.get(kept["kind"])
    key = kept["key"]

    def read(row: Mapping[str, Any]) -> Any:
        value = row[key]
        return convert(value) if convert and value is not None else value

    return read
