"""Exports too long for one request: asked for on a list page, written by the worker, fetched by the one who asked."""

from collections.abc import Callable
from hashlib import sha256
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from ledgers import vault
from longting.accounts.models import User
from longting.audit.models import Job, JobState
from longting.audit.services.jobs import request_job
from longting.common import clock
from longting.common.errors import Refused
from longting.common.lists import write_list
from longting.notices.services import notify

KIND = "export_list"
NO_RIGHT = "您已没有查看这个列表的权限，没有导出。"


def request_export(user, url_name: str, query: str) -> str:
    """Ask for the export of the list page `url_name` as `user` sees it with `query`; the address of its progress.

    Asking again while the same export is still under way leads to that one.
    """
    mark = f"{user.pk}:{sha256(f'{url_name}?{query}'.encode()).hexdigest()[:16]}:"
    waiting = Job.objects.filter(kind=KIND, actor_id=str(user.pk), key__startswith=mark)
    job = waiting.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).first()
    if job is None:
        job = request_job(KIND, mark + uuid4().hex, {"url_name": url_name, "query": query}, actor=user)
    return reverse("ledgers:export-detail", args=[job.pk])


def export_job(job: Job, report: Callable) -> dict:
    """Write the workbook for the person who asked, with the rows he or she may see now.

    Raises Refused when that person may no longer open the list.
    """
    user = User.objects.get(pk=job.actor_id)
    if not user.is_active:
        raise Refused(NO_RIGHT)
    path, words = vault.new_file(vault.EXPORTS), "正在写入工作簿"
    report(0, 0, words)
    try:
        with path.open("wb") as out:
            count = write_list(
                job.payload["url_name"],
                job.payload["query"],
                user=user,
                out=out,
                progress=lambda done: report(done, 0, f"{words}，已写 {done:,} 行"),
            )
    except PermissionDenied:
        path.unlink()
        raise Refused(NO_RIGHT) from None
    except BaseException:
        path.unlink()
        raise
    done = f"导出完成，共 {count:,} 行"
    notify([user], text=f"{done}，可以下载了。", url=reverse("ledgers:export-detail", args=[job.pk]))
    return {"message": f"{done}。", "file": vault.shelve(path), "filename": f"导出_{clock.today():%Y%m%d}.xlsx"}
