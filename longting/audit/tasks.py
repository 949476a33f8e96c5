"""What the worker runs and beat calls; everything is decided by rows."""

import logging

from celery import shared_task

from longting.audit.services import jobs
from longting.audit.services.sweep import sweep as sweep_all
from longting.audit.verify import head_words
from longting.common import clock

log = logging.getLogger(__name__)


@shared_task(name="audit.run_job")
def run_job(job_id: int) -> None:
    """One job row."""
    log.info("job %s: %s", job_id, "ended" if jobs.run_job(job_id) else "not ended here")


@shared_task(name="audit.run_due_jobs")
def run_due_jobs() -> None:
    """Every minute: jobs whose hint was lost or whose worker died."""
    log.info("%s jobs waiting", jobs.run_due(now=clock.now()))


@shared_task(name="audit.sweep")
def sweep() -> None:
    """Every day: clean up, and write the end of the audit chain to the log, which is kept elsewhere."""
    log.info("swept %s; audit chain ends at %s", sweep_all(now=clock.now()), head_words())
