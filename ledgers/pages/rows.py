"""The rows of an import as lines of a table: the doubtful ones first, fifty a page, filtered by what is wanted."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from ledgers.decisions import PROJECT
from ledgers.enums import BatchState, RowStatus
from ledgers.intake.kinds import KINDS
from ledgers.models import ImportBatch, ImportRow
from ledgers.pages import cells
from ledgers.pages.doubts import doubts_of, frame_of
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
FILTERS[BatchState.CONTINUED] = FILTERS[BatchState.COMMITTED]
FILTERS[BatchState.UNCHANGED] = {"": ("全部", (RowStatus.SAME,))}
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
_PERIOD = ("period", "start", "finish", "start_month", "end_month")
#: Fields whose doubts stand in a cell of their own; all others stand in 其他问题.
_OWN = {"name", PROJECT, "responsible", "total_investment", "annual_plan", *_PERIOD}


def detail_url(batch: ImportBatch, **query: str) -> str:
    """The page of the import; empty parts of the query are left out."""
    asked = QueryDict(mutable=True)
    asked.update({name: value for name, value in query.items() if value})
    url = reverse("ledgers:import-detail", args=[batch.public_id])
    return f"{url}?{asked.urlencode()}" if asked else url


def known_show(batch: ImportBatch, show: str) -> str:
    """The filter asked for, if there is such a one."""
    return show if show in FILTERS[batch.state] else ""


def rows_card(batch: ImportBatch, query: Mapping[str, str], sent: Mapping[str, str] | None) -> dict[str, Any]:
    """The table with its filters and neighbours. `query`: show, after, before; `sent`: see `doubts.doubts_of`."""
    show = known_show(batch, query.get("show", ""))
    wanted = FILTERS[batch.state][show][1]
    rows = batch.rows.filter(status__in=wanted).select_related("project")
    keyset = Keyset(rows, ("rank",), scope=f"import:{batch.pk}:{batch.version}:{show}")
    page = keyset.page(PAGE_SIZE, after=query.get("after", ""), before=query.get("before", ""))
    lines = [_line(row, batch, sent) for row in page.rows]
    others = any(line["others"] for line in lines)
    for line in lines if others else ():
        line["cells"].append(_others_cell(line["others"]))
    return {
        "filters": _filters(batch, show),
        "show": show,
        "head": [{"text": text, "unit": unit, "css": css} for text, unit, css in (*_HEAD, *([_OTHERS] * others))],
        "rows": lines,
        "shown": len(lines),
        "lost": page.lost,
        "prev_url": detail_url(batch, show=show, before=page.before) if page.before else "",
        "next_url": detail_url(batch, show=show, after=page.after) if page.after else "",
    }


def _line(row: ImportRow, batch: ImportBatch, sent: Mapping[str, str] | None) -> dict[str, Any]:
    """One row: its result, its cells with their doubts, and the doubts of columns that the table does not show."""
    doubts = doubts_of(row, KINDS[batch.kind], sent)
    url = reverse("projects:project-detail", args=[row.project.public_id]) if row.project else ""
    units = {column["field"]: column["unit"] for column in batch.layout if column["sheet"] == row.sheet}
    changes = [{"label": label, "old": old, "new": new} for label, (old, new) in row.changes.items()]
    return {
        "number": row.row,
        "sheet": row.sheet if len(sheets_of(batch)) > 1 else "",
        "status": RowStatus(row.status),
        "cells": [
            _cell("项目名称", "t w", cells.name_cell(row), doubts, "name", PROJECT) | {"url": url, "changes": changes},
            _cell("责任单位", "lt-nowrap", cells.text_cell(row, "responsible"), doubts, "responsible"),
            _cell("总投资(万元)", "n", _money(row, "total_investment", units), doubts, "total_investment"),
            _cell("年度计划(万元)", "n", _money(row, "annual_plan", units), doubts, "annual_plan"),
            _cell("起止年限", "", cells.period_cell(row), doubts, *_PERIOD),
        ],
        "others": [doubt for doubt in doubts if doubt["field"] not in _OWN],
    }


def _money(row: ImportRow, key: str, units: Mapping[str, str]) -> dict[str, Any]:
    return cells.money_cell(row, key, units.get(key, ""))


def _cell(label: str, css: str, value: dict[str, Any], doubts: Sequence[dict], *fields: str) -> dict[str, Any]:
    """A cell of a fact with the doubts about it."""
    parts = [doubt | {"name": "", "said": ""} for doubt in doubts if doubt["field"] in fields]
    told = any(value["note"] in message["text"] for part in parts for message in part["messages"])
    classes = " ".join(part for part in (css, value.get("css", ""), frame_of(parts)) if part)
    note = "" if told else value["note"]
    return value | {"label": label, "css": classes, "url": "", "changes": [], "parts": parts, "note": note}


def _others_cell(doubts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    parts = [doubt | {"name": doubt["label"]} for doubt in doubts]
    css = frame_of(doubts) if doubts else "x"  # nothing to say on a phone
    value = {"text": "", "soft": False, "note": "", "url": "", "changes": []}
    return value | {"label": "其他问题", "css": css, "parts": parts}


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
