"""The issued list: frozen once, and from then on read from its snapshot only (SECURITY D-08 to D-11).

A snapshot keeps the columns as they were printed and the value of every cell, so that neither a later change of a
project nor a later version of this program alters what was issued. The format may grow, never change.
"""

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from longting.common.canonical import canonical_json, short
from longting.common.columns import Column
from longting.common.periods import Month
from longting.common.xlsx import LedgerSheet, write_ledger
from longting.documents.models import IssuedDocument
from projects.enums import ListState
from projects.ledger import columns_of, workbook_title, write_annual_list
from projects.models import AnnualList, ListEntry, Participant, Project

FORMAT = 1
#: How issued lists are filed among the issued papers.
KIND = "annual_list"
TOTALS = ("total_investment", "done_before", "annual_plan")
_READ: dict[str, Callable[[Any], Any]] = {"wan": Decimal, "month": Month.parse}


def freeze(annual_list: AnnualList, entries, *, more: Callable[[ListEntry], Mapping[str, Any]], **facts: Any) -> dict:
    """The snapshot of a list: `entries` in order (from `standing_rows`), numbered anew without gaps; `more` adds what
    else is kept of a row (its provenance, beside the numbers of entry and project, by which a reader's own rows are
    found again), `facts` what else is kept of the list."""
    columns = columns_of(annual_list.year)
    rows = [
        {column.key: _kept(column, entry) for column in columns}
        | {"serial": place, "provenance": {"entry": entry.pk, "project": entry.project_id, **more(entry)}}
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


def title_of(snapshot: Mapping[str, Any]) -> str:
    """What the list is called on its papers: a later batch says which it is, whatever title was given to it."""
    title, batch = snapshot["title"], snapshot["batch"]
    named = batch == 1 or re.search(rf"第\s*{batch}\s*批", title)
    return title if named else f"{title}（第 {batch} 批）"


def sums_of(snapshot: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The frozen sums; None for a column in which no row states a figure: nothing known is not zero."""
    rows = snapshot["rows"]
    return {
        key: Decimal(kept) if any(row.get(key) is not None for row in rows) else None
        for key, kept in snapshot["totals"].items()
    }


def read(document: IssuedDocument) -> dict[str, Any]:
    """The snapshot of an issued list."""
    return json.loads(document.snapshot)


def as_kept(content: Mapping[str, Any]) -> dict[str, Any]:
    """Content from `freeze` as a snapshot would give it back, to be laid beside one."""
    return json.loads(canonical_json(content))


def key_of(annual_list: AnnualList) -> str:
    """How the papers of one list are filed: 2027-1."""
    return f"{annual_list.year}-{annual_list.batch}"


def issued_of(annual_list: AnnualList) -> IssuedDocument | None:
    """The frozen list, the newest revision; None while it is not issued."""
    return IssuedDocument.objects.versions(KIND, key_of(annual_list)).first()


def write_list(annual_list: AnnualList, out: BinaryIO, *, user, today) -> int:
    """The official workbook with the rows `user` may see: of an issued list from its snapshot, of one on its way from
    the live rows. Returns the number of rows."""
    document = issued_of(annual_list) if annual_list.state == ListState.ISSUED else None
    if document is None:
        return write_annual_list(annual_list, out, user=user, today=today)
    return write_issued(_in_sight(read(document), user), document.sha256, out)


def write_issued(snapshot: Mapping[str, Any], sha256: str, out: BinaryIO) -> int:
    """The official workbook of an issued list, from its snapshot alone; returns the number of rows. A3 landscape."""
    number = snapshot.get("number", "")
    sheet = LedgerSheet(
        title=workbook_title(snapshot["year"], snapshot["batch"]),
        columns=columns_from(snapshot),
        sheet_name="重点项目",
        total_keys=TOTALS,
        footer_lines=(f"文号：{number}　　印发日期：{snapshot.get('issued_on', '')}", "主要负责人签字："),
        check_code=short(sha256),
    )
    return write_ledger(sheet, snapshot["rows"], out)


def _in_sight(snapshot: dict[str, Any], user) -> dict[str, Any]:
    """The snapshot with the rows of projects this user may see."""
    if user.may("view_all"):
        return snapshot
    rows = snapshot["rows"]
    named = [row["provenance"]["project"] for row in rows]
    seen = set(Project.objects.visible_to(user).filter(pk__in=named).values_list("pk", flat=True))
    return snapshot | {"rows": [row for row in rows if row["provenance"]["project"] in seen]}


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
