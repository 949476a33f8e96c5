"""The rows of an import as lines of a table: the doubtful ones first, fifty a page, filtered by what is wanted."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from ledgers.enums import BatchState, RowStatus
from ledgers.intake.kinds import KINDS
from ledgers.models import ImportBatch, ImportRow
from ledgers.pages import cells
from longting.common.keyset import Keyset

PAGE_SIZE = 50
#: Rows a person wants to see: key in the address → words of the link and the results it means.
FILTERS = {
    BatchState.CHECKED: {
        "error": ("只看有错误", (RowStatus.ERROR,)),
        "flag": ("只看须选择", (RowStatus.FLAG,)),
        "": ("全部", (RowStatus.ERROR, RowStatus.FLAG, RowStatus.CHANGED, RowStatus.NEW, RowStatus.SAME)),
    },
    BatchState.COMMITTED: {
        "": ("已写入", (RowStatus.CHANGED, RowStatus.NEW)),
        "left": ("没有写入", (RowStatus.ERROR, RowStatus.FLAG)),
        "same": ("无变化", (RowStatus.SAME,)),
    },
}
_HEAD = (
    ("行", "", "n"),
    ("结果", "", ""),
    ("项目名称", "", "t w"),
    ("责任单位", "", ""),
    ("总投资", "万元", "n"),
    ("年度计划", "万元", "n"),
    ("起止年限", "", ""),
)
_OTHERS = ("其他问题", "", "")


def detail_url(batch: ImportBatch, **query: str) -> str:
    """The page of the import; empty parts of the query are left out."""
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in query.items() if value})
    url = reverse("ledgers:import-detail", args=[batch.public_id])
    return f"{url}?{asked.urlencode()}" if asked else url


def known_show(batch: ImportBatch, show: str) -> str:
    """The filter asked for, if there is such a one."""
    return show if show in FILTERS[batch.state] else ""


def rows_card(batch: ImportBatch, query: Mapping[str, str], sent: Mapping[str, str]) -> dict[str, Any]:
    """The table with its filters and neighbours. `query`: show, after, before; `sent`: see `cells.parts_of`."""
    show = known_show(batch, query.get("show", ""))
    wanted = FILTERS[batch.state][show][1]
    rows = batch.rows.filter(status__in=wanted).select_related("project")
    keyset = Keyset(rows, ("rank",), scope=f"import:{batch.pk}:{batch.version}:{show}")
    page = keyset.page(PAGE_SIZE, after=query.get("after", ""), before=query.get("before", ""))
    lines = [line_of(row, batch, sent) for row in page.rows]
    others = any(line["others"] for line in lines)
    return {
        "filters": _filters(batch, show),
        "show": show,
        "head": [{"text": text, "unit": unit, "css": css} for text, unit, css in (*_HEAD, *([_OTHERS] * others))],
        "rows": [line | {"cells": line["cells"] + ([_others_cell(line["others"])] if others else [])} for line in lines],
        "shown": len(lines),
        "lost": page.lost,
        "prev_url": detail_url(batch, show=show, before=page.before) if page.before else "",
        "next_url": detail_url(batch, show=show, after=page.after) if page.after else "",
    }


def line_of(row: ImportRow, batch: ImportBatch, sent: Mapping[str, str]) -> dict[str, Any]:
    """One row: its result, its cells with their doubts, and the doubts of columns that the table does not show."""
    parts = cells.parts_of(row, KINDS[batch.kind], sent, batch.state == BatchState.CHECKED)
    at = {part["field"]: part for part in parts}
    url = reverse("projects:project-detail", args=[row.project.public_id]) if row.project else ""
    changes = [{"label": label, "old": old, "new": new} for label, (old, new) in row.changes.items()]
    return {
        "number": row.row,
        "sheet": row.sheet if len(sheets_of(batch)) > 1 else "",
        "status": RowStatus(row.status),
        "cells": [
            _cell("项目名称", "t w", cells.name_cell(row), at, "name") | {"url": url, "changes": changes},
            _cell("责任单位", "", cells.text_cell(row, "responsible"), at, "responsible"),
            _cell("总投资(万元)", "n", cells.money_cell(row, "total_investment"), at, "total_investment"),
            _cell("年度计划(万元)", "n", cells.money_cell(row, "annual_plan"), at, "annual_plan"),
            _cell("起止年限", "", cells.period_cell(row), at, *cells.PERIOD),
        ],
        "others": [part for part in parts if part["field"] not in cells.OWN],
    }


def _cell(label: str, css: str, value: dict[str, Any], at: dict[str, dict], *fields: str) -> dict[str, Any]:
    """A cell of a fact; a doubt about another field of the same cell (开工时间) says which."""
    parts = [at[field] | {"name": "", "said": ""} for field in fields if field in at]
    classes = " ".join(part for part in (css, cells.frame_of(parts)) if part)
    return {"label": label, "css": classes, "url": "", "changes": [], "parts": parts} | value


def _others_cell(parts: list[dict[str, Any]]) -> dict[str, Any]:
    named = [part | {"name": part["label"]} for part in parts]
    value = {"text": "", "soft": False, "note": ""}
    return {"label": "其他问题", "css": cells.frame_of(parts), "url": "", "changes": [], "parts": named} | value


def _filters(batch: ImportBatch, show: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "count": sum(batch.counts.get(status.value, 0) for status in wanted),
            "url": detail_url(batch, show=key),
            "current": key == show,
        }
        for key, (label, wanted) in FILTERS[batch.state].items()
    ]


def sheets_of(batch: ImportBatch) -> list[str]:
    """The sheets that were read, in the order of the workbook."""
    return list(dict.fromkeys(column["sheet"] for column in batch.layout))
