"""The pages of imports as plain values: the list of them, and one import in each of its states."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from ledgers.enums import BatchState, RowStatus
from ledgers.forms.imports import MEGABYTE, CheckForm, ResolveForm, UploadForm
from ledgers.intake.kinds import ANNUAL_LIST, KINDS
from ledgers.models import ImportBatch
from ledgers.pages.columns import columns_card
from ledgers.pages.progress import failed_write, is_writing, progress_of
from ledgers.pages.rows import detail_url, rows_card, sheets_of
from ledgers.services.imports.check import NO_YEAR
from longting.common.columns import Column, cells, heading_rows
from longting.common.keyset import Keyset
from longting.common.sheets.refusals import MAX_ROWS

PAGE_SIZE = 20
NOT_WRITTEN = "目前是预检，还没有写入任何数据。选择后重新检查，再导入。"
ENDED = "各行都与库里一致，没有要写入的，这份导入已经办结。"


def counts_words(counts: Mapping[str, Any]) -> str:
    """What the check found, in words; "" before it."""
    found = ((status.label, counts.get(status.value, 0)) for status in RowStatus if status != RowStatus.SKIPPED)
    return "，".join(f"{label} {number}" for label, number in found if number)


COLUMNS = (
    Column("filename", "文件", lambda row: row.filename, kind="link", width=40, url=detail_url),
    Column("year", "年度", lambda row: row.year or row.stated_year),
    Column("state", "状态", lambda row: BatchState(row.state), kind="tag"),
    Column("counts", "结果", lambda row: counts_words(row.counts), width=30),
    Column("who", "上传人", lambda row: row.created_by.name),
    Column("when", "上传时间", lambda row: row.created_at, kind="date"),
)


@dataclass(frozen=True)
class Asked:
    """What the page of an import is made for: when, at which rows, and choices that were not accepted."""

    query: Mapping[str, str]
    now: datetime
    form: ResolveForm | None = None

    @property
    def sent(self) -> Mapping[str, str]:
        """The inputs of the form that was not accepted."""
        return self.form.data.dict() if self.form else {}


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


def detail_page(batch: ImportBatch, asked: Asked) -> tuple[str, dict[str, Any]]:
    """Template and context of the import as it stands."""
    writing = is_writing(batch)
    template, build = _WAITING if writing else _PAGES[BatchState(batch.state)]
    common = {
        "batch": batch,
        "kind": KINDS[batch.kind].label,
        "sheets": "、".join(f"“{name}”" for name in sheets_of(batch)),
        "list_url": reverse("ledgers:import-list"),
        "marked_url": reverse("ledgers:import-marked", args=[batch.public_id]),
    }
    return template, common | build(batch, asked)


def _waiting(batch: ImportBatch, asked: Asked) -> dict[str, Any]:
    url = reverse("ledgers:import-progress", args=[batch.public_id])
    return {"progress_url": url, "progress": progress_of(batch, asked.now)}


def _refused(batch: ImportBatch, asked: Asked) -> dict[str, Any]:
    """Only a missing year can be mended here; everything else in the workbook."""
    form = CheckForm(initial={"version": batch.version}) if batch.message == NO_YEAR else None
    return {"form": form, "check_url": reverse("ledgers:import-check", args=[batch.public_id])}


def _counts(batch: ImportBatch) -> dict[str, Any]:
    """What the check counted, nothing where it did not."""
    return {status.value: 0 for status in RowStatus} | {"read": 0, "skipped_words": ""} | batch.counts


def _checked(batch: ImportBatch, asked: Asked) -> dict[str, Any]:
    """Also of one that has ended because nothing changes: its columns may still be said to mean something else."""
    ended = batch.state == BatchState.UNCHANGED
    return {
        "heading": "导入结果　无变化" if ended else "导入结果　先检查，后写入",
        "lead": ENDED if ended else NOT_WRITTEN,
        "figs": _figures(_counts(batch)),
        "failure": failed_write(batch),
        "card": rows_card(batch, asked.query, asked.sent),
        "columns": columns_card(batch, asked.sent),
        "form": asked.form,
        "resolve_url": reverse("ledgers:import-resolve", args=[batch.public_id]),
        "acts": _acts(batch, _counts(batch)),
        "discard_url": "" if ended else reverse("ledgers:import-discard", args=[batch.public_id]),
    }


def _committed(batch: ImportBatch, asked: Asked) -> dict[str, Any]:
    counts, later = _counts(batch), None if batch.state == BatchState.COMMITTED else _later(batch)
    left = counts["flag"] + counts["error"]
    stayed = f"有 {left} 行没有写入。下载标红工作簿，改好后再上传；已写入的行那时显示“无变化”。" if left else ""
    return {
        "figs": _results(counts),
        "card": rows_card(batch, asked.query, None),
        "stayed": stayed,
        "again": _again(batch, left) if batch.state == BatchState.COMMITTED and batch.stored_name else None,
        "later_url": detail_url(later) if later else "",
        "listed_url": reverse("projects:list-detail", args=[batch.year, 1]) if batch.year else "",
    }


def _again(batch: ImportBatch, left: int) -> dict[str, Any]:
    """The button that checks the workbook once more, after the database or the directory of units has changed."""
    return {
        "url": reverse("ledgers:import-again", args=[batch.public_id]),
        "label": f"重新检查没有写入的行（{left}）" if left else "重新检查这个工作簿",
        "hint": "登记了单位别名、改了主档以后用；另开一次导入，已写入的行显示“无变化”",
    }


def _later(batch: ImportBatch) -> ImportBatch | None:
    """The import in which the workbook was checked once more."""
    same = ImportBatch.objects.filter(organisation=batch.organisation_id, kind=batch.kind, sha256=batch.sha256)
    return same.filter(pk__gt=batch.pk).order_by("pk").first()


def _discarded(batch: ImportBatch, asked: Asked) -> dict[str, Any]:
    return {}


_WAITING = ("ledgers/import_waiting.html", _waiting)
_PAGES: dict[BatchState, tuple[str, Callable[[ImportBatch, Asked], dict[str, Any]]]] = {
    BatchState.WAITING: _WAITING,
    BatchState.REFUSED: ("ledgers/import_refused.html", _refused),
    BatchState.CHECKED: ("ledgers/import_checked.html", _checked),
    BatchState.UNCHANGED: ("ledgers/import_checked.html", _checked),
    BatchState.COMMITTED: ("ledgers/import_committed.html", _committed),
    BatchState.CONTINUED: ("ledgers/import_committed.html", _committed),
    BatchState.DISCARDED: ("ledgers/import_discarded.html", _discarded),
}


def _figures(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Head figures of a check."""
    return [
        _read_figure(counts),
        {"label": "可以导入", **_good(counts), "colour": "green"},
        {"label": "须您选择", "text": counts["flag"], "colour": "yellow"},
        {"label": "有错误", "text": counts["error"], "colour": "red"},
        {"label": "跳过", "text": counts["skipped"], "note": counts["skipped_words"]},
    ]


def _results(counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Head figures of an import that was written."""
    flag, error = counts["flag"], counts["error"]
    return [
        _read_figure(counts),
        {"label": "已写入", **_good(counts), "colour": "green"},
        {"label": "没有写入", "text": flag + error, "colour": "yellow", "note": f"请选择 {flag}，有错误 {error}"},
        {"label": "跳过", "text": counts["skipped"], "note": counts["skipped_words"]},
    ]


def _read_figure(counts: Mapping[str, Any]) -> dict[str, Any]:
    """Rows that are projects; those the same as in the database need no writing."""
    return {"label": "读到的行", "text": counts["read"], "note": f"无变化 {counts['same']}" if counts["same"] else ""}


def _good(counts: Mapping[str, Any]) -> dict[str, Any]:
    new, changed = counts["new"], counts["changed"]
    return {"text": new + changed, "note": f"新增 {new}，更新 {changed}"}


def _acts(batch: ImportBatch, counts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The bar: write what passed, take the marked workbook, check with the choices."""
    new, changed, doubts = counts["new"], counts["changed"], counts["flag"] + counts["error"]
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
        {"label": "保存选择并重新检查", "hint": "使用上面的选择"},
    ]
