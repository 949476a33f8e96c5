from longting.audit.models.event import AuditEvent, AuditHead
from longting.audit.models.job import Job, JobState
from longting.audit.models.once import ActToken

__all__ = ["ActToken", "AuditEvent", "AuditHead", "Job", "JobState"]
