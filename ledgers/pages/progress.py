"""How far the check or the writing of an import is. The job row is the truth about it."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from ledgers.enums import BatchState
from ledgers.models import ImportBatch
from ledgers.pages.rows import detail_url
from ledgers.services.imports.check import COMMIT
from longting.audit.models import JobState

#: After this long somebody may check the workbook at once: the background service seems not to run.
PATIENCE = timedelta(seconds=10)


def is_writing(batch: ImportBatch) -> bool:
    """Whether the worker has been told to write the import and has not come back yet."""
    return batch.state == BatchState.CHECKED and _commits(batch) and not batch.job.is_over


def failed_write(batch: ImportBatch) -> str:
    """Why the worker wrote nothing; "" when it was not asked, or has not failed."""
    return batch.job.message if _commits(batch) and batch.job.state == JobState.FAILED else ""


def progress_of(batch: ImportBatch, now: datetime) -> dict[str, Any]:
    """What ui/progress.html shows, the failure of the check, and whether it may be done at once instead."""
    job, waiting = batch.job, batch.state == BatchState.WAITING
    failed = waiting and job is not None and job.state == JobState.FAILED
    idle = job is None or job.state == JobState.QUEUED
    started = job.created_at if job else batch.created_at
    return {
        "words": "已经办完" if job is None or job.is_over else job.message or "排队等候，轮到就开始",
        "done": job.progress if job else 0,
        "total": job.total if job else 0,
        "started_at": started,
        "refresh_url": detail_url(batch),
        "finished": not waiting and not is_writing(batch),
        "failure": job.message if failed else "",
        "check_url": reverse("ledgers:import-check", args=[batch.public_id]),
        "may_check": failed or (waiting and idle and now - started > PATIENCE),
        "version": batch.version,
    }


def _commits(batch: ImportBatch) -> bool:
    return batch.job is not None and batch.job.payload.get("act") == COMMIT
