"""The pages of imports as plain values: the list of them, and one import in each of its states."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ledgers.enums import BatchState, RowStatus
from ledgers.forms.imports import MEGABYTE, UploadForm
from ledgers.intake.kinds import ANNUAL_LIST, KINDS
from ledgers.models import ImportBatch
from ledgers.pages.columns import columns_card
from ledgers.pages.rows import detail_url, rows_card, sheets_of
from longting.audit.models import JobState
from longting.common.columns import Column, cells, heading_rows
from longting.common.keyset import Keyset
from longting.common.sheets.refusals import MAX_ROWS

PAGE_SIZE = 20
#: After this long somebody may check the workbook at once: the background service seems not to run.
PATIENCE = timedelta(seconds=10)
#: The form of choices at rows and columns, to which inputs and the button in the bar belong.
RESOLVE = "resolve"

Page = tuple[str, dict[str, Any]]


def counts_words(counts: Mapping[str, Any]) -> str:
    """What the check found, in words; "" before it."""
    found = ((status.label, counts.get(status.value, 0)) for status in RowStatus if status != RowStatus.SKIPPED)
    return "，".join(f"{label} {number}" for label, number in found if number)


COLUMNS = (
    Column("filename", "文件", lambda row: row.filename, kind="link", width=40, url=detail_url),
    Column("year", "年度", lambda row: row.year, kind="text"),
    Column("state", "状态", lambda row: BatchState(row.state), kind="tag"),
    Column("counts", "结果", lambda row: counts_words(row.counts), width=30),
    Column("who", "上传人", lambda row: row.created_by.name),
    Column("when", "上传时间", lambda row: row.created_at, kind="date"),
)


def list_page(request: HttpRequest, form: UploadForm) -> dict[str, Any]:
    """The upload form and the imports of one's unit, the newest first."""
    found = ImportBatch.objects.visible_to(request.user).select_related("created_by")
    keyset = Keyset(found, ("-created_at",), scope="imports")
    page = keyset.page(PAGE_SIZE, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    here = reverse("ledgers:import-list")
    return {
        "form": form,
        "template_url": reverse("ledgers:import-template", args=[ANNUAL_LIST.key]),
        "limits": f"最大 {settings.MAX_UPLOAD_BYTES // MEGABYTE} MB、{MAX_ROWS // 10000} 万行",
        "head": heading_rows(COLUMNS),
        "rows": [{"cells": cells(COLUMNS, row)} for row in page.rows],
        "prev_url": f"{here}?before={page.before}" if page.before else "",
        "next_url": f"{here}?after={page.after}" if page.after else "",
    }


def detail_page(batch: ImportBatch, query: Mapping[str, str], sent: Mapping[str, str], now: datetime) -> Page:
    """Template and context of the import as it stands. `sent`: inputs of a form that was not accepted."""
    template, build = _PAGES[BatchState(batch.state)]
    common = {
        "batch": batch,
        "kind": KINDS[batch.kind].label,
        "sheets": "、".join(f"“{name}”" for name in sheets_of(batch)),
        "list_url": reverse("ledgers:import-list"),
        "marked_url": reverse("ledgers:import-marked", args=[batch.public_id]),
    }
    return template, common | build(batch, query, sent, now)


def progress(batch: ImportBatch, now: datetime) -> dict[str, Any]:
    """How far the check is; whether it may be done at once instead."""
    job = batch.job
    waiting = batch.state == BatchState.WAITING
    failed = waiting and job is not None and job.state == JobState.FAILED
    idle = job is None or job.state == JobState.QUEUED
    return {
        "words": job.message if job and job.message and not failed else "正在读取和检查工作簿",
        "done": job.progress if job else 0,
        "total": job.total if job else 0,
        "started_at": batch.created_at,
        "refresh_url": detail_url(batch),
        "finished": not waiting,
        "failure": job.message if failed else "",
        "check_url": reverse("ledgers:import-check", args=[batch.public_id]),
        "may_check": failed or (waiting and idle and now - batch.created_at > PATIENCE),
        "version": batch.version,
    }


def _waiting(batch: ImportBatch, query, sent, now: datetime) -> dict[str, Any]:
    url = reverse("ledgers:import-progress", args=[batch.public_id])
    return {"progress_url": url, "progress": progress(batch, now)}


def _nothing_more(batch: ImportBatch, query, sent, now: datetime) -> dict[str, Any]:
    return {}


def _checked(batch: ImportBatch, query, sent, now: datetime) -> dict[str, Any]:
    counts = batch.counts
    return {
        "figs": _figures(counts),
        "card": rows_card(batch, query, sent),
        "columns": columns_card(batch, sent),
        "form_id": RESOLVE,
        "resolve_url": reverse("ledgers:import-resolve", args=[batch.public_id]),
        "acts": _acts(batch),
        "discard": {
            "label": "放弃本次导入",
            "url": reverse("ledgers:import-discard", args=[batch.public_id]),
            "confirm": "再按一次放弃本次导入",
        },
    }


def _committed(batch: ImportBatch, query, sent, now: datetime) -> dict[str, Any]:
    counts = batch.counts
    left = counts.get("error", 0) + counts.get("flag", 0)
    stayed = f"有 {left} 行没有写入：下载标红工作簿，改好后作为新文件再上传，已写入的行会显示“无变化”。" if left else ""
    listed = reverse("projects:list-detail", args=[batch.year, 1]) if batch.year else ""
    return {"figs": _figures(counts), "card": rows_card(batch, query, {}), "stayed": stayed, "listed_url": listed}


_PAGES: dict[BatchState, tuple[str, Callable[..., dict[str, Any]]]] = {
    BatchState.WAITING: ("ledgers/import_waiting.html", _waiting),
    BatchState.REFUSED: ("ledgers/import_refused.html", _nothing_more),
    BatchState.CHECKED: ("ledgers/import_checked.html", _checked),
    BatchState.COMMITTED: ("ledgers/import_committed.html", _committed),
    BatchState.DISCARDED: ("ledgers/import_discarded.html", _nothing_more),
}


def _figures(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Head figures of a check; a row that is the same as in the database is read but needs no writing."""
    new, changed, same, flag, error = (counts.get(key, 0) for key in ("new", "changed", "same", "flag", "error"))
    return [
        {"label": "读到的行", "text": new + changed + same + flag + error, "note": f"无变化 {same}" if same else ""},
        {"label": "可以导入", "text": new + changed, "colour": "green", "note": f"新增 {new}，更新 {changed}"},
        {"label": "须您选择", "text": flag, "colour": "yellow"},
        {"label": "有错误", "text": error, "colour": "red"},
        {"label": "跳过", "text": counts.get("skipped", 0), "note": counts.get("skipped_words", "")},
    ]


def _acts(batch: ImportBatch) -> list[dict[str, Any]]:
    """The bar: write what passed, take the marked workbook."""
    counts = batch.counts
    new, changed, doubts = counts.get("new", 0), counts.get("changed", 0), counts.get("flag", 0) + counts.get("error", 0)
    blocked = "没有通过的行：请先处理须选择和有错误的行" if doubts else "各行都与库里一致，不需要写入"
    return [
        {
            "label": f"只导入通过的行（{new + changed}）",
            "hint": f"新增 {new}、更新 {changed}；一次写入，全部成功或全部不写",
            "url": reverse("ledgers:import-commit", args=[batch.public_id]),
            "blocked": "" if new + changed else blocked,
            "primary": True,
        },
        {
            "label": "下载标红工作簿",
            "hint": f"原表不变，{doubts} 行标红、标黄并在批注里写明改法" if doubts else "没有要标的单元格，与原表相同",
            "href": reverse("ledgers:import-marked", args=[batch.public_id]),
            "icon": "download",
        },
    ]
