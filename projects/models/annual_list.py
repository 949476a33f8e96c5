"""AnnualList (年度重点项目名单) and its entries. What is true of a project in one year stands on the entry."""

from django.db import models
from django.db.models import F, Q

from longting.common.fields import MoneyField, MonthField
from projects.enums import OFF_LIST, EntryDecision, ListState, Stage
from projects.models.project import Project


class AnnualListQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AnnualListQuerySet":
        """Lists with at least one entry in sight; whoever sees all sees empty ones too."""
        if user.may("view_all"):
            return self
        entries = ListEntry.objects.visible_to(user).filter(annual_list=models.OuterRef("pk"))
        return self.filter(models.Exists(entries))


class AnnualList(models.Model):
    """The list of one year; `batch` 1 is the yearly one, later ones are 调入 during the year."""

    year = models.PositiveSmallIntegerField("年度")
    batch = models.PositiveSmallIntegerField("批次", default=1)
    title = models.CharField("标题", max_length=100)
    state = models.CharField("状态", max_length=12, choices=ListState.choices, default=ListState.DRAFTING.value)
    document_number = models.CharField("文号", max_length=40, blank=True)
    issued_on = models.DateField("印发日期", null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = AnnualListQuerySet.as_manager()

    class Meta:
        verbose_name = "年度名单"
        ordering = ["-year", "batch"]
        constraints = [
            models.UniqueConstraint(fields=["year", "batch"], name="one_list_per_year_and_batch"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="list_year_is_sane"),
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="one_list_per_document_number",
                violation_error_message="这个文号已用在另一份名单上。请核对文号。",
            ),
        ]

    def __str__(self):
        return self.title


class ListEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ListEntryQuerySet":
        return self.filter(project__in=Project.objects.visible_to(user))

    def standing(self) -> "ListEntryQuerySet":
        """Those the committee has not struck or sent back."""
        return self.exclude(decision__in=[decision.value for decision in OFF_LIST])

    def still_open(self) -> "ListEntryQuerySet":
        """Entries of lists that are not issued yet: what is issued is frozen and no longer compared."""
        return self.exclude(annual_list__state=ListState.ISSUED)

    def for_ledger(self) -> "ListEntryQuerySet":
        """With everything one row of the official list prints, in its order."""
        return self.select_related("project", "project__responsible", "annual_list").order_by("serial", "pk")


class ListEntry(models.Model):
    """One project on one list: its place, and the plan of the year (amounts in 万元)."""

    annual_list = models.ForeignKey(AnnualList, models.PROTECT, related_name="entries", verbose_name="名单")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="entries", verbose_name="项目")
    serial = models.PositiveIntegerField("序号")
    stage = models.CharField("阶段", max_length=20, choices=Stage.choices, blank=True)
    is_major = models.BooleanField("重大项目", default=False)
    done_before = MoneyField("截至上年底累计完成", null=True, blank=True)
    annual_plan = MoneyField("计划投资", null=True, blank=True)
    goal = models.CharField("形象进度目标", max_length=300, blank=True)
    plan_start = MonthField("计划开工月", null=True, blank=True)
    plan_finish = MonthField("计划竣工月", null=True, blank=True)
    remark = models.CharField("备注", max_length=300, blank=True)
    decision = models.CharField(
        "委员会决定", max_length=12, choices=EntryDecision.choices, default=EntryDecision.PENDING.value
    )
    decision_note = models.TextField("决定理由", blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="决定登记人"
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    updated_at = models.DateTimeField("更新时间")
    version = models.PositiveIntegerField(default=1)

    objects = ListEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "名单项目"
        ordering = ["serial", "pk"]
        indexes = [models.Index(fields=["annual_list", "serial", "id"], name="entry_in_order")]
        constraints = [
            models.UniqueConstraint(fields=["annual_list", "project"], name="one_entry_per_project_and_list"),
            models.CheckConstraint(
                condition=Q(annual_plan__isnull=True) | Q(annual_plan__gte=0),
                name="entry_plan_not_negative",
                violation_error_message="年度计划投资不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(done_before__isnull=True) | Q(done_before__gte=0),
                name="entry_done_before_not_negative",
                violation_error_message="累计完成不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(plan_start__isnull=True)
                | Q(plan_finish__isnull=True)
                | Q(plan_finish__gte=F("plan_start")),
                name="entry_finish_after_start",
                violation_error_message="计划竣工月不能早于计划开工月。",
            ),
        ]

    def __str__(self):
        return f"{self.annual_list} {self.serial} {self.project}"
