"""Resolution (审定、批准): what the committee and the district decided on a list; and when declarations are open."""

from django.db import models

from approvals.enums import ResolutionKind
from projects.enums import ListState
from projects.models import AnnualList


class ResolutionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ResolutionQuerySet":
        """Those who see all; once the list is issued, also who reads issued lists and has an entry on it in sight."""
        if user.may("view_all"):
            return self
        if not user.may("read_issued"):
            return self.none()
        lists = AnnualList.objects.visible_to(user).filter(state=ListState.ISSUED.value)
        return self.filter(annual_list__in=lists)

    def standing(self) -> "ResolutionQuerySet":
        """Those not revoked by a later reopening."""
        return self.filter(revoked_at__isnull=True)


class Resolution(models.Model):
    """One decision with its 文号 and day; the scan hangs on it as an attachment. `revoked_at` when the list was
    reopened afterwards: the row stays."""

    annual_list = models.ForeignKey(AnnualList, models.PROTECT, related_name="resolutions", verbose_name="名单")
    kind = models.CharField("决定", max_length=12, choices=ResolutionKind.choices)
    number = models.CharField("文号", max_length=40, blank=True)
    decided_on = models.DateField("日期")
    note = models.TextField("决定内容", blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="登记人")
    recorded_at = models.DateTimeField("登记时间")
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "审定批准"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["annual_list", "kind"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_standing_resolution_per_kind",
                violation_error_message="这份名单已经登记过这一项决定。",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~models.Q(number="") & models.Q(revoked_at__isnull=True),
                name="one_resolution_per_number",
                violation_error_message="这个文号已登记在另一项决定上。请核对文号。",
            ),
        ]

    def __str__(self):
        return f"{self.annual_list} {ResolutionKind.label_of(self.kind)}"


class DeclarationWindow(models.Model):
    """The days on which declarations for one list may be submitted (both inclusive); without a row the customary
    window of approvals.windows applies."""

    year = models.PositiveSmallIntegerField("年度")
    batch = models.PositiveSmallIntegerField("批次", default=1)
    opens_on = models.DateField("开放日期")
    closes_on = models.DateField("截止日期")
    note = models.CharField("说明", max_length=200, blank=True)
    set_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="设置人")
    set_at = models.DateTimeField("设置时间")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "申报时间"
        ordering = ["-year", "batch"]
        constraints = [
            models.UniqueConstraint(fields=["year", "batch"], name="one_window_per_year_and_batch"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="window_closes_after_it_opens",
                violation_error_message="截止日期不能早于开放日期。",
            ),
        ]

    def __str__(self):
        return f"{self.year}年度第 {self.batch} 批申报时间"
