"""The append-only, hash-chained record of who did what. No foreign keys: nothing that befalls live data touches it."""

from django.db import models

from longting.audit.models.frozen import FrozenQuerySet, FrozenRow


class AuditQuerySet(FrozenQuerySet):
    """Reads only; rows come into being through `audit.services.record`."""

    def visible_to(self, user) -> "AuditQuerySet":
        """The whole trail for those who may read it, nothing for anybody else."""
        return self if user.may("read_audit") else self.none()

    def about(self, kind: str, pk) -> "AuditQuerySet":
        """The history of one object, newest first."""
        return self.filter(target_kind=kind, target_id=str(pk)).order_by("-seq")

    def of_project(self, pk) -> "AuditQuerySet":
        """Everything that ever happened to one project or to what hangs on it, newest first."""
        return self.filter(project_id=str(pk)).order_by("-seq")


class AuditEvent(FrozenRow):
    """One act: its actor as known then, its object, the finished Chinese sentence, the differences and the chain."""

    frozen_words = "审计记录不能修改或删除。"

    seq = models.BigIntegerField("序号", unique=True)
    prev_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField("时间", db_index=True)
    actor_id = models.CharField(max_length=20, db_index=True)
    actor_name = models.CharField("人员", max_length=60)
    actor_role = models.CharField("角色", max_length=60, blank=True)
    organisation = models.CharField("单位", max_length=80, blank=True)
    ip = models.CharField("地址", max_length=45, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    verb = models.CharField("动作", max_length=40, db_index=True)
    target_kind = models.CharField(max_length=40)
    target_id = models.CharField(max_length=40)
    target_name = models.CharField("对象", max_length=300)
    project_id = models.CharField(max_length=20, blank=True, db_index=True)
    summary = models.TextField("摘要")
    changes = models.TextField("前后值", default="{}")
    reason = models.TextField("理由", blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        ordering = ["-seq"]
        indexes = [models.Index(fields=["target_kind", "target_id", "-seq"], name="audit_of_object")]

    def __str__(self):
        return self.summary


class AuditHead(models.Model):
    """The end of the chain: one row, locked while a record is added, so that the chain cannot fork or lose its tail."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_one_row")]

    def __str__(self):
        return f"{self.seq} {self.hash[:12]}"
