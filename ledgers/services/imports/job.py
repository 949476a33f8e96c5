"""What the worker does for an import: check it, or write it. Named in settings.JOB_HANDLERS."""

from collections.abc import Callable

from django.urls import reverse

from ledgers.enums import BatchState
from ledgers.models import ImportBatch
from ledgers.services.imports.check import COMMIT, check_batch
from ledgers.services.imports.commit import NO_CHANGE, commit_batch, words_of
from longting.accounts.models import User
from longting.audit.models import Job
from longting.common import clock
from longting.notices.services import notify

READING, WRITING = "正在读取并逐行核对", "正在写入，全部成功或全部不写"


def check_job(job: Job, report: Callable[[int, int, str], None]) -> dict:
    """Check or write the import of `job.payload`, for the person who asked; tells that person when it is done."""
    batch = ImportBatch.objects.get(pk=job.payload["batch"])
    user = User.objects.get(pk=job.actor_id)
    writes = job.payload["act"] == COMMIT
    report(0, 0, WRITING if writes else READING)
    if writes:
        done = commit_batch(batch, version=job.payload["version"], actor=user, today=clock.today(), job=job)
        words = words_of(done)
    elif batch.version != job.payload["version"]:
        return {"message": "已有更新的检查，这一次不用做了。"}
    else:
        words = _verdict(check_batch(batch, actor=user, today=clock.today(), job=job))
    page = reverse("ledgers:import-detail", args=[batch.public_id])
    notify([user], text=f"《{batch.filename}》{words}"[:300], url=page, replaces=True)
    return {"message": words}


def _verdict(batch: ImportBatch) -> str:
    if batch.state == BatchState.REFUSED:
        return f"读不了：{batch.message}"
    if batch.state == BatchState.UNCHANGED:
        return f"检查完了：{NO_CHANGE}"
    counts = batch.counts
    good = counts.get("new", 0) + counts.get("changed", 0)
    return f"检查完了：可以导入 {good} 行，须选择 {counts.get('flag', 0)} 行，有错误 {counts.get('error', 0)} 行。"
