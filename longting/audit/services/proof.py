"""Proving the chain for a person: at once while it is short, as a job when it is long."""

from longting.audit.models import AuditHead, Job
from longting.audit.services.jobs import request_job
from longting.audit.verify import Verdict, head_words, verify_chain

JOB = "verify_audit"
#: About two seconds of work.
AT_ONCE = 30_000


def prove_now(*, seen: dict[int, str]) -> Verdict | None:
    """The verdict, None when the chain is too long to wait for."""
    head = AuditHead.objects.first()
    return verify_chain(seen=seen) if head is None or head.seq <= AT_ONCE else None


def request_proof(*, seen: dict[int, str], actor) -> Job:
    """Have the chain proved by the worker; the verdict stands on the job page."""
    payload = {"seen": {str(seq): text for seq, text in seen.items()}}
    return request_job(JOB, head_words(), payload, actor=actor)


def prove_job(job: Job, report) -> dict:
    """Handler of settings.JOB_HANDLERS."""
    seen = {int(seq): text for seq, text in job.payload["seen"].items()}
    verdict = verify_chain(seen=seen, progress=report)
    return {"message": verdict.words, "holds": verdict.holds, "bad_seq": verdict.bad_seq}
