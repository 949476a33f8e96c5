"""The page of an issued list, from its snapshot only."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from approvals.enums import ResolutionKind, Seal
from longting.common.columns import Column, cells, heading_rows
from longting.common.money import format_wan
from longting.documents.models import IssuedDocument
from longting.documents.services import verify_document
from longting.documents.word import day_words, document_number
from projects.issued import TOTALS, columns_from, read, sums_of, title_of

#: What the screen shows before all columns are asked for.
USUAL = frozenset({
    "serial", "name", "is_major", "field", "stage", "total_investment", "annual_plan", "goal", "leader", "responsible",
    "remark",
})  # fmt: skip


REVISIONS = (
    Column("revision", "版次", lambda row: f"第 {row.revision} 版"),
    Column("number", "文号", lambda row: document_number(row.number), width=18),
    Column("issued", "印发时间", lambda row: row.issued_at, "date", width=16),
    Column("by", "印发人", lambda row: row.issued_by_name),
    Column("code", "校验码", lambda row: row.check_code, width=14),
    Column("reason", "更正理由", lambda row: row.reason, width=20),
)


def issued_page(document: IssuedDocument, versions, *, is_full: bool) -> dict:
    """The context of the issued list; `is_full` shows every column of the official workbook."""
    snapshot = read(document)
    columns = [column for column in columns_from(snapshot) if is_full or column.key in USUAL]
    return {
        "document": document,
        "title": title_of(snapshot),
        "number": document_number(snapshot["number"]),
        "facts": _facts(snapshot, document),
        "head": heading_rows(columns),
        "rows": [{"cells": cells(columns, row)} for row in snapshot["rows"]],
        "foot": [{"cells": _totals(columns, snapshot)}] if snapshot["rows"] else [],
        "count": len(snapshot["rows"]),
        "is_full": is_full,
        "revision_head": heading_rows(REVISIONS),
        "revisions": [{"cells": cells(REVISIONS, row)} for row in versions],
        "paper_parts": [
            "依据龙项目办〔2022〕3号",
            f"第 {document.revision} 版",
            f"校验码 {document.check_code}",
        ],
    }


def _facts(snapshot: Mapping[str, Any], document: IssuedDocument) -> list[dict]:
    seal = Seal.WHOLE if verify_document(document) else Seal.BROKEN
    found = [
        {"label": "文号", "text": document_number(snapshot["number"])},
        {"label": "印发日期", "text": _day(snapshot["issued_on"])},
        {"label": "印发人", "text": document.issued_by_name},
        {"label": "校验码", "text": document.check_code, "light": seal},
    ]
    for row in snapshot["resolutions"]:
        text = "　".join(part for part in (document_number(row["number"]), _day(row["decided_on"])) if part)
        found.append({"label": ResolutionKind.label_of(row["kind"]), "text": text, "note": row["note"]})
    return found


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))


def _totals(columns: list[Column], snapshot: Mapping[str, Any]) -> list[dict]:
    """The 合计 row: the label over the first columns, then the frozen sums."""
    keys = [column.key for column in columns]
    first = min(keys.index(key) for key in TOTALS if key in keys)
    label = {"text": f"合计：{len(snapshot['rows'])} 个", "colspan": first, "css": "c"}
    sums = sums_of(snapshot)
    return [label] + [
        {"text": format_wan(sums[column.key]) if column.key in sums else "", "css": column.css}
        for column in columns[first:]
    ]
