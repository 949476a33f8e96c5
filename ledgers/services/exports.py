"""Exports too long for one request: asked for on a list page, written by the worker, fetched by the one who asked."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from ledgers import vault
from ledgers.enums import Act
from ledgers.list_pages import may_open, page_named
from ledgers.selectors import EXPORT, own_exports
from longting.accounts.models import User
from longting.audit.models import Job, JobState
from longting.audit.services import Entry, record
from longting.audit.services.jobs import hold_job, request_job
from longting.common.errors import Refused
from longting.common.lists import write_list
from longting.common.xlsx import CellError
from longting.notices.services import notify

UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)
NO_RIGHT = "您已没有查看这个列表的权限，没有导出。"
ANOTHER = "这个列表的另一份导出还没有办完。请等它完成后再导出这一份，完成时会有消息。"
WORDS = "正在写入工作簿"


@transaction.atomic
def request_export(user, url_name: str, query: str) -> str:
    """Ask for the export of the list page `url_name` as `user` sees it with `query`; the address of its progress.

    Asking again while the same export is under way leads to that one. Raises Refused while another export of the
    same list is under way: a heavy job is not started twenty times by one person.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two clicks at once: the second sees the job of the first
    mark = f"{user.pk}:{url_name}:"
    job = own_exports(user).filter(state__in=UNDER_WAY, key__startswith=mark).first()
    if job is None:
        job = request_job(EXPORT, mark + uuid4().hex, {"url_name": url_name, "query": query}, actor=user)
    elif job.payload["query"] != query:
        raise Refused(ANOTHER)
    return reverse("ledgers:export-detail", args=[job.pk])


def export_job(job: Job, report: Callable) -> dict:
    """Write the workbook for the person who asked, with the rows he or she may see now, and tell him or her.

    Raises Refused when that person may no longer open the list, or the rows fit no workbook.
    """
    user = User.objects.active().filter(pk=job.actor_id).first()
    if user is None:
        raise Refused(NO_RIGHT)
    partial = vault.new_file(vault.EXPORTS)
    report(0, 0, WORDS)
    try:
        rows, sha256 = _write(job, user, partial, report)
        with transaction.atomic():
            hold_job(job)
            name = vault.shelve(partial)
            done = f"《{page_named(job.payload['url_name']).title}》导出完成，共 {rows:,} 行"
            notify([user], text=f"{done}，可以下载了。", url=reverse("ledgers:export-detail", args=[job.pk]))
    finally:
        partial.unlink(missing_ok=True)
    filename = page_named(job.payload["url_name"]).filename()
    return {"message": f"{done}。", "file": name, "filename": filename, "rows": rows, "sha256": sha256}


@transaction.atomic
def open_export(job: Job, *, actor) -> BinaryIO:
    """The finished workbook for the one who asked for it; the audit trail keeps who took what.

    Raises PermissionDenied when `actor` may no longer open the list, FileNotFoundError when the file is gone.
    """
    if not may_open(job.payload["url_name"], actor):
        raise PermissionDenied
    file = vault.path_of(vault.EXPORTS, job.result["file"]).open("rb")
    name, rows, sha256 = (job.result[key] for key in ("filename", "rows", "sha256"))
    text = f"取走导出的《{name}》，{rows:,} 行，文件校验码 {sha256[:12]}"
    record(Entry(Act.LIST_EXPORT, "export", job.pk, name, text), actor=actor)
    return file


def _write(job: Job, user, path: Path, report: Callable) -> tuple[int, str]:
    """Number of rows and SHA-256 of the workbook, durably on the disk at `path`."""

    def progress(done: int) -> None:
        report(done, 0, f"{WORDS}，已写 {done:,} 行")

    with path.open("w+b") as out:
        try:
            rows = write_list(job.payload["url_name"], job.payload["query"], user=user, out=out, progress=progress)
        except PermissionDenied:
            raise Refused(NO_RIGHT) from None
        except CellError as problem:
            raise Refused(str(problem)) from None
        out.flush()
        os.fsync(out.fileno())
        out.seek(0)
        return rows, hashlib.file_digest(out, "sha256").hexdigest()
