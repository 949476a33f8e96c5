"""The job row is the truth; the queue only carries its id and may lose or double it (SECURITY D-19)."""

from django.db import models

from longting.common.enums import Labelled


class JobState(Labelled):
    """Where a job stands."""

    QUEUED = "queued", "排队中", "b"
    RUNNING = "running", "正在处理", "b"
    DONE = "done", "已完成", "g"
    FAILED = "failed", "未完成", "r"


class JobQuerySet(models.QuerySet):
    def visible_to(self, user) -> "JobQuerySet":
        """A person sees the jobs he or she asked for; the administrator sees all (job health)."""
        return self if user.may("view_jobs") else self.filter(actor_id=str(user.pk))

    def stale(self, now) -> "JobQuerySet":
        """Jobs that nobody is working on although they are not finished: never started, or their lease ran out."""
        waiting = models.Q(state=JobState.QUEUED) | models.Q(state=JobState.RUNNING, lease_until__lt=now)
        return self.filter(waiting, attempt__lt=models.F("max_attempts"))


class Job(models.Model):
    """Work done outside the request: `kind` names its handler in settings.JOB_HANDLERS, `key` makes it one piece."""

    kind = models.CharField("任务", max_length=40)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField("状态", max_length=10, choices=JobState.choices, default=JobState.QUEUED.value)
    actor_id = models.CharField(max_length=20, blank=True, db_index=True)
    actor_name = models.CharField("申请人", max_length=60, blank=True)
    attempt = models.PositiveSmallIntegerField("次数", default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.CharField("说明", max_length=500, blank=True)
    result = models.JSONField(default=dict)
    created_at = models.DateTimeField("提交时间", db_index=True)
    finished_at = models.DateTimeField("完成时间", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "任务"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_job_per_kind_and_key")]

    def __str__(self):
        return f"{self.kind} {self.key}"

    @property
    def is_over(self) -> bool:
        """Finished, well or badly."""
        return self.state in (JobState.DONE, JobState.FAILED)
