"""ScreeningBatch (汇总上报批次): what a unit sends up as one report, with its cover sheet."""

import uuid

from django.db import models

from approvals.enums import BatchState
from approvals.models.declaration import Declaration
from longting.accounts.models import Organisation


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BatchQuerySet":
        """A unit's own; the office and those above it see what was reported, auditors everything."""
        if not user.may("view_projects"):
            return self.none()
        own = models.Q(unit__in=user.organisation_ids)
        if not user.may("view_all"):
            # An owner's company holds no batch; a unit holds its own.
            return self.filter(own)
        return self if user.may("read_audit") else self.filter(own | models.Q(state=BatchState.REPORTED.value))


class ScreeningBatch(models.Model):
    """`serial` counts a unit's reports for one year and list batch; `opinion` is the cover sheet's 综合意见."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="上报单位")
    year = models.PositiveSmallIntegerField("年度")
    batch = models.PositiveSmallIntegerField("批次", default=1)
    serial = models.PositiveSmallIntegerField("上报次序")
    state = models.CharField("状态", max_length=12, choices=BatchState.choices, default=BatchState.PREPARING.value)
    opinion = models.TextField("综合意见", blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="经办人")
    created_at = models.DateTimeField("建立时间")
    returned_note = models.TextField("退回意见", blank=True)
    signed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "上报批次"
        ordering = ["-year", "batch", "unit", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "batch", "serial"], name="one_report_per_serial_of_unit"),
            models.CheckConstraint(
                condition=models.Q(signed_by__isnull=True, signed_at__isnull=True)
                | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="report_signed_by_and_at_together",
            ),
        ]

    def __str__(self):
        return f"{self.unit.short} {self.year}年度第 {self.batch} 批 第 {self.serial} 次上报"


class BatchItemQuerySet(models.QuerySet):
    def visible_to(self, user) -> "BatchItemQuerySet":
        return self.filter(batch__in=ScreeningBatch.objects.visible_to(user))


class BatchItem(models.Model):
    """One declaration of a report, in the order the unit gave it. `on_version` is the version that was reported."""

    batch = models.ForeignKey(ScreeningBatch, models.PROTECT, related_name="items")
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="batch_items")
    order = models.PositiveIntegerField("顺序")
    on_version = models.PositiveSmallIntegerField("版次", default=0)

    objects = BatchItemQuerySet.as_manager()

    class Meta:
        verbose_name = "上报项目"
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "declaration"], name="one_item_per_report_and_declaration")
        ]

    def __str__(self):
        return f"{self.order} {self.declaration}"
