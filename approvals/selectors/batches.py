"""The sheet of a unit's report (汇总上报表): as it would be signed now, or as it was signed."""

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from approvals.declared import unpack
from approvals.enums import BatchState, State
from approvals.models import Declaration, ScreeningBatch
from approvals.workflow import BatchCase
from longting.accounts.models import Organisation
from longting.documents.models import IssuedDocument
from projects.enums import Nature

REPORT_KIND = "screening_report"
FORMAT = 1
TOTALS = ("total_investment", "annual_plan")


def sheet_of(batch: ScreeningBatch) -> dict[str, Any]:
    """The sheet from the declarations as they are: head, rows in order, totals, opinion, who prepared it."""
    rows = [
        _line(place, item.declaration)
        for place, item in enumerate(batch.items.select_related("declaration__override__decided_by"), start=1)
    ]
    return {
        "format": FORMAT,
        "title": title_of(batch),
        "unit": batch.unit.name,
        "year": batch.year,
        "batch": batch.batch,
        "serial": batch.serial,
        "rows": rows,
        "totals": totals_of(rows),
        "opinion": batch.opinion,
        "prepared_by": batch.created_by.name,
        "signed_by": batch.signed_by.name if batch.signed_by else "",
        "signed_at": batch.signed_at,
    }


def title_of(batch: ScreeningBatch) -> str:
    """What the paper is called."""
    return f"{batch.unit.name}{batch.year}年度重点项目申报汇总上报表"


def totals_of(rows: Iterable[dict]) -> dict[str, Decimal]:
    """The sums of the sheet; an amount nobody has given counts as nothing."""
    found = list(rows)
    return {key: sum((row[key] or Decimal(0) for row in found), Decimal(0)) for key in TOTALS}


def document_of(batch: ScreeningBatch) -> IssuedDocument | None:
    """The sheet as it was signed; None while it is not."""
    return IssuedDocument.objects.versions(REPORT_KIND, str(batch.public_id)).first()


def signed_sheet(document: IssuedDocument) -> dict[str, Any]:
    """The frozen sheet with its amounts as Decimal: nothing of it is read from the declarations."""
    sheet = json.loads(document.snapshot)
    for part in (*sheet["rows"], sheet["totals"]):
        part |= {key: None if part[key] is None else Decimal(part[key]) for key in TOTALS}
    return sheet


def batch_case(batch: ScreeningBatch) -> BatchCase:
    """What the guards of the report look at."""
    items = list(batch.items.select_related("declaration"))
    lost = tuple(item.declaration.name for item in items if item.declaration.state != State.SCREENED)
    return BatchCase(len(items), lost)


def free_of(unit: Organisation, year: int, batch: int):
    """Passed declarations of the unit for one list that stand in no report under way."""
    rows = Declaration.objects.filter(unit=unit, year=year, batch=batch, state=State.SCREENED)
    return rows.exclude(batch_items__batch__state__in=(BatchState.PREPARING, BatchState.SIGNING))


def _line(place: int, row: Declaration) -> dict[str, Any]:
    values = unpack(row.facts)
    return {
        "serial": place,
        "declaration": row.number,
        "public_id": str(row.public_id),
        "version": row.submissions,
        "name": row.name,
        "owner_name": values["owner_name"],
        "address": values["address"],
        "nature": Nature.label_of(values["nature"]) if values["nature"] else "",
        "total_investment": values["total_investment"],
        "annual_plan": values["annual_plan"],
        "limb": _limb(row),
        "rule": row.rule_label,
        "conclusion": row.screening_note or "初审通过",
    }


def _limb(row: Declaration) -> str:
    """The limb relied on, or whose signature stands in its place (第八条)."""
    if row.override:
        return f"改判（{row.override.decided_by.name}签批）"
    return f"情形{row.limb}" if row.limb else ""
