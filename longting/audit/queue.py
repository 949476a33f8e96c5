"""The hint to a worker that a job waits. It may get lost or come twice: the job row is the truth (SECURITY D-19)."""

import logging

from celery import current_app
from kombu.exceptions import ChannelError, KombuError

log = logging.getLogger(__name__)

TASK = "audit.run_job"


def hint(job_id: int) -> bool:
    """Send the hint; False when the queue cannot be reached, which delays the job until the next round of
    `run_due_jobs` and hurts nobody else: one attempt, no waiting."""
    try:
        current_app.send_task(TASK, args=[job_id], retry=False)
    except (KombuError, ChannelError, OSError) as fault:
        log.warning("job %s waits: the queue cannot be reached (%s)", job_id, fault)
        return False
    return True
