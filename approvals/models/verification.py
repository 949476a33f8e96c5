"""Verification (核实记录): what the project office found, with papers and on site (第九条三: 逐一核实)."""

from django.db import models

from approvals.enums import Conclusion
from approvals.models.declaration import Declaration, OfDeclarationQuerySet


class Verification(models.Model):
    """One record per submitted version: a version that was mended is verified anew. `answers` by item
    (approvals.checklist.VERIFICATION); `conclusion` "" while the record is not finished."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="verifications")
    on_version = models.PositiveSmallIntegerField("版次")
    answers = models.JSONField(default=dict)
    visited_on = models.DateField("现场核实日期", null=True, blank=True)
    visitors = models.CharField("核实人员", max_length=120, blank=True)
    findings = models.TextField("核实情况", blank=True)
    conclusion = models.CharField("核实结论", max_length=12, choices=Conclusion.choices, blank=True)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="记录人")
    written_at = models.DateTimeField("记录时间")
    version = models.PositiveIntegerField(default=1)

    objects = OfDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "核实记录"
        ordering = ["-on_version"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "on_version"], name="one_verification_per_version")
        ]

    def __str__(self):
        return f"{self.declaration} 第 {self.on_version} 版核实记录"
