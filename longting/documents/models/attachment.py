"""Attachments (附件): what was uploaded to which slot of which object. The bytes lie outside the web root."""

from django.db import models
from django.db.models import Q


class AttachmentQuerySet(models.QuerySet):
    """Who may see a row is answered by the object it hangs on: selectors.find_attachment."""

    def kept(self) -> "AttachmentQuerySet":
        """Those not removed."""
        return self.filter(removed_at__isnull=True)

    def of(self, kind: str, pk) -> "AttachmentQuerySet":
        """What hangs on one object."""
        return self.filter(subject_kind=kind, subject_id=str(pk))


class Attachment(models.Model):
    """One stored file. `sha256` and `size` are of the stored bytes; `source_sha256` is of the bytes as sent, because
    photographs are stored anew without their place data, and the same photograph must be found when sent again."""

    slot = models.CharField("附件栏", max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    project_id = models.CharField(max_length=20, blank=True, db_index=True)
    name = models.CharField("文件名", max_length=150)
    stored_name = models.CharField(max_length=64, unique=True)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField(max_length=64, db_index=True)
    source_sha256 = models.CharField(max_length=64, db_index=True)
    note = models.CharField("说明", max_length=200, blank=True)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间")
    removed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", null=True, blank=True)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = "附件"
        ordering = ["slot", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "slot"], name="attachments_of_object")]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="attachment_removed_by_and_at_together",
            )
        ]

    def __str__(self):
        return self.name
