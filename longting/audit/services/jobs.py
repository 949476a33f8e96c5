"""Work outside the request. The job row is the truth; the queue only hints at it (SECURITY D-19).

A worker claims a row with a lease and an attempt number. The number is the fence: whoever comes back with an old one
writes nothing. A handler named in settings.JOB_HANDLERS is `handler(job, report) -> dict`; it opens its own
transactions, calls `hold_job(job)` first in the one that writes, and `report(done, total, message)` at least every
half minute, outside of it, which also prolongs the lease. "message" in the returned dict is shown on the job page.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils.module_loading import import_string

from longting.audit.models import Job
from longting.audit.models.job import JobState
from longting.audit.queue import hint
from longting.common import clock, facts
from longting.common.errors import Refused

log = logging.getLogger(__name__)

#: A worker that has not reported for this long is taken to be dead; its job is given to another.
LEASE = timedelta(seconds=60)
#: Longer than a worker may take for one job (settings.CELERY_TASK_TIME_LIMIT).
HELD = timedelta(minutes=15)
ATTEMPTS = 3
#: Faults of the surroundings, which pass; everything else fails the same way every time.
PASSING = (OperationalError, InterfaceError, OSError)

LOST = "处理进程几次中断，没有办成。请重新提交；仍不行请把任务编号告诉系统管理员。"
FAULT = "处理时出了故障，已记入日志（任务 {pk}）。请核对后重新提交；仍不行请把任务编号告诉系统管理员。"
AGAIN = "这一次没有办成，过一会儿自动再试。"


class LeaseLost(Exception):
    """The job was given to another worker meanwhile; what this one has done must not be written."""


@transaction.atomic
def request_job(kind: str, key: str, payload: dict, *, actor) -> Job:
    """The job of this `kind` and `key`, made and queued on commit when there is none; one that failed starts again.

    `key` names the piece of work, so that asking twice does it once. Raises KeyError for a kind without a handler.
    """
    if kind not in settings.JOB_HANDLERS:
        raise KeyError(kind)
    fresh = {
        "payload": payload, "actor_id": str(actor.pk), "actor_name": actor.name[:60],
        "max_attempts": ATTEMPTS, "created_at": clock.now(),
    }  # fmt: skip
    job, made = Job.objects.get_or_create(kind=kind, key=key, defaults=fresh)
    if made or _restart(job, payload):
        transaction.on_commit(lambda: hint(job.pk))
    return job


def run_job(job_id: int) -> bool:
    """Do the job if it waits and nobody has it; True when this call brought it to its end."""
    job = claim_job(job_id, now=clock.now())
    if job is None:
        return False
    token = facts.enter(facts.RequestFacts(request_id=f"job-{job.pk}-{job.attempt}"))
    try:
        result = import_string(settings.JOB_HANDLERS[job.kind])(job, _reporter(job))
    except LeaseLost:
        log.warning("job %s attempt %s: the lease was lost, nothing written", job.pk, job.attempt)
        return False
    except Refused as refusal:
        return _end(job, JobState.FAILED, message=refusal.message)
    except PASSING:
        log.exception("job %s attempt %s: a passing fault", job.pk, job.attempt)
        return _try_again(job)
    except Exception:
        log.exception("job %s attempt %s failed", job.pk, job.attempt)
        return _end(job, JobState.FAILED, message=FAULT.format(pk=job.pk))
    finally:
        facts.leave(token)
    return _end(job, JobState.DONE, message=result.get("message", ""), result=result)


def claim_job(job_id: int, *, now) -> Job | None:
    """Take the job for one attempt (compare and set); None when it is over or in other hands."""
    waiting = Job.objects.stale(now).filter(pk=job_id)
    job = waiting.first()
    if job is None:
        return None
    fields = {"state": JobState.RUNNING, "lease_until": now + LEASE, "progress": 0, "total": 0, "message": ""}
    taken = waiting.filter(attempt=job.attempt).update(attempt=F("attempt") + 1, **fields)
    return Job.objects.get(pk=job_id) if taken else None


def hold_job(job: Job) -> None:
    """Inside the transaction that writes: make sure that this attempt still owns the job, else LeaseLost.

    The row stays locked until the commit, and with the commit the lease becomes long enough to write the end: however
    long the writing takes, no other worker can come in between. If this one dies, lock and lease fall back together.
    """
    if not _own(job).update(lease_until=clock.now() + HELD):
        raise LeaseLost


def run_due(*, now) -> int:
    """Hint again at every job that nobody works on, give up those that died on every attempt; returns the number."""
    dead = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now, attempt__gte=F("max_attempts"))
    dead.update(state=JobState.FAILED, message=LOST, finished_at=now)
    waiting = list(Job.objects.stale(now).order_by("pk").values_list("pk", flat=True))
    for pk in waiting:
        if not hint(pk):
            break
    return len(waiting)


def _restart(job: Job, payload: dict) -> bool:
    """A failed job gets further attempts; numbers go on, so that an old attempt cannot pass for a new one."""
    fields = {"state": JobState.QUEUED, "payload": payload, "message": "", "finished_at": None}
    failed = Job.objects.filter(pk=job.pk, state=JobState.FAILED)
    if not failed.update(max_attempts=F("attempt") + ATTEMPTS, **fields):
        return False
    job.refresh_from_db()
    return True


def _reporter(job: Job) -> Callable[[int, int, str], None]:
    def report(done: int, total: int, message: str = "") -> None:
        """Progress for the page, and a longer lease. Raises LeaseLost when another worker has the job."""
        fields = {"progress": done, "total": total, "message": message[:500], "lease_until": clock.now() + LEASE}
        if not _own(job).update(**fields):
            raise LeaseLost

    return report


def _try_again(job: Job) -> bool:
    if job.attempt >= job.max_attempts:
        return _end(job, JobState.FAILED, message=FAULT.format(pk=job.pk))
    _own(job).update(state=JobState.QUEUED, lease_until=None, message=AGAIN)
    return False


def _end(job: Job, state: JobState, *, message: str = "", result: dict | None = None) -> bool:
    """Write the end, unless the job was given to another worker meanwhile."""
    fields = {"state": state, "message": message[:500], "result": result or {}}
    return bool(_own(job).update(finished_at=clock.now(), lease_until=None, **fields))


def _own(job: Job):
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=JobState.RUNNING)
