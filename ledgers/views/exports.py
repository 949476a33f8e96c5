"""Long exports: how far one is, and the finished workbook, for the one who asked."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from ledgers import vault
from ledgers.list_pages import page_named
from ledgers.selectors import own_exports
from ledgers.services.exports import open_export
from ledgers.services.sweep import EXPORT_LIFE
from longting.audit.models import Job, JobState
from longting.common.lists.page import XLSX

WAITING = {JobState.QUEUED: "排队等候，轮到就开始", JobState.RUNNING: "正在导出"}
GONE = f"导出的文件只保留 {EXPORT_LIFE.days} 天，已经清理。需要时请重新导出。"


def export_detail(request, pk):
    """Progress, then the button that downloads, or why there is nothing. `piece` asks for the progress alone."""
    job = get_object_or_404(own_exports(request.user), pk=pk)
    page = page_named(job.payload["url_name"])
    list_url = reverse(job.payload["url_name"])
    context = {
        "title": f"导出{page.title}",
        "list_title": page.title,
        "list_url": f"{list_url}?{job.payload['query']}",
        "here": request.path,
        "progress": _progress(job, request.path),
        "ready": _ready(job),
        "failure": _failure(job),
        "again_url": f"{list_url}?{job.payload['query']}&export=xlsx",
        "download_url": reverse("ledgers:export-download", args=[job.pk]),
        "kept_days": EXPORT_LIFE.days,
    }
    template = "ledgers/export_detail_progress.html" if "piece" in request.GET else "ledgers/export_detail.html"
    return render(request, template, context)


def export_download(request, pk):
    """The finished workbook, only for the one who asked; it is saved, never shown inside this site."""
    job = get_object_or_404(own_exports(request.user), pk=pk, state=JobState.DONE)
    try:
        file = open_export(job, actor=request.user)
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(file, as_attachment=True, filename=job.result["filename"], content_type=XLSX)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _progress(job: Job, url: str) -> dict:
    """What ui/progress.html shows; `finished` ends the polling."""
    words = job.message or WAITING.get(job.state, "已经办完")
    over = job.is_over
    return {"words": words, "started_at": job.created_at, "url": url, "finished": over, "going_on": not over}


def _ready(job: Job) -> list[dict]:
    """Facts of the workbook that can be fetched; empty when there is none."""
    if job.state != JobState.DONE or not _is_kept(job):
        return []
    return [
        {"label": "文件", "text": job.result["filename"]},
        {"label": "行数", "text": f"{job.result['rows']:,}"},
        {"label": "文件校验码", "text": job.result["sha256"][:12], "note": "SHA-256 的前 12 位，下载记录里也有。"},
    ]


def _failure(job: Job) -> str:
    """Why there is no workbook, and what to do; "" when there is one or it is being made."""
    if job.state == JobState.FAILED:
        return job.message
    return GONE if job.state == JobState.DONE and not _is_kept(job) else ""


def _is_kept(job: Job) -> bool:
    return vault.path_of(vault.EXPORTS, job.result["file"]).is_file()
