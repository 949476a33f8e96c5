"""Override (资格改判): judged against the computed result only with a reason and the office head's signature."""

from django.db import models
from django.db.models import F, Q

from projects.enums import OverrideState
from projects.models.project import Project


class OverrideQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OverrideQuerySet":
        return self.filter(project__in=Project.objects.visible_to(user))

    def waiting(self) -> "OverrideQuerySet":
        return self.filter(state=OverrideState.REQUESTED)


class EligibilityOverride(models.Model):
    """`eligible` = the verdict asked for; `computed` and `rule_label` = what the rule said at that moment, kept.

    `facts_digest` names the facts of the project it was asked for (see `projects.spoken_of`), `facts` are the same in
    words. A signed override counts while they hold: `projects.services` lapses it when they change.
    """

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="overrides")
    state = models.CharField(
        "状态", max_length=12, choices=OverrideState.choices, default=OverrideState.REQUESTED.value
    )
    eligible = models.BooleanField("改判为符合")
    computed = models.BooleanField("系统判定")
    rule_label = models.CharField("规则版本", max_length=20)
    reason = models.TextField("理由")
    facts = models.JSONField("提出时的事实", default=dict)
    facts_digest = models.CharField("事实校验码", max_length=64, blank=True)
    requested_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    requested_at = models.DateTimeField("提出时间")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="签批人")
    decided_at = models.DateTimeField("签批时间", null=True)
    note = models.TextField("签批意见", blank=True)
    lapsed_at = models.DateTimeField("失效时间", null=True)
    lapsed_for = models.TextField("失效原因", blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "资格改判"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True, state=OverrideState.REQUESTED.value)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(state=OverrideState.REQUESTED.value)),
                name="override_decided_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at__isnull=False, state=OverrideState.LAPSED.value)
                | (Q(lapsed_at__isnull=True) & ~Q(state=OverrideState.LAPSED.value)),
                name="override_lapsed_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="override_signed_by_another_person",
                violation_error_message="提出人不能签批自己的改判。",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state=OverrideState.REQUESTED.value),
                name="one_open_override_per_project",
                violation_error_message="这个项目已有一份待签批的改判。",
            ),
        ]

    def __str__(self):
        return f"{self.project} {OverrideState.label_of(self.state)}"
