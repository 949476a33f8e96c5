"""RuleSet (认定规则): thresholds as dated rows. A new version never alters what an older one judged."""

from django.db import models

from longting.common.fields import MoneyField
from longting.common.text import tidy
from projects.eligibility import Rules


class RuleSetQuerySet(models.QuerySet):
    def in_force(self, today) -> "RuleSet | None":
        """The version that applies on `today`: the latest whose effective date has come."""
        return self.filter(effective_from__lte=today).order_by("-effective_from").first()


class RuleSet(models.Model):
    """One version: amounts in 万元, `fields` = the 领域 as [{"label", "aliases"}]. Never changed once made."""

    label = models.CharField("版本", max_length=20, unique=True)
    effective_from = models.DateField("生效日期", unique=True)
    threshold = MoneyField("重点项目投资门槛")
    major_threshold = MoneyField("重大产业项目投资门槛")
    reason_min = models.PositiveSmallIntegerField("情形二理由最少字数", default=50)
    fields = models.JSONField("领域", default=list)
    basis = models.CharField("依据文件", max_length=200)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = "认定规则"
        ordering = ["-effective_from"]
        constraints = [
            models.CheckConstraint(condition=models.Q(threshold__gt=0), name="rule_threshold_positive"),
            models.CheckConstraint(
                condition=models.Q(major_threshold__gte=models.F("threshold")),
                name="major_threshold_not_below_threshold",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def rules(self) -> Rules:
        """The thresholds as the pure rules take them."""
        return Rules(
            label=self.label,
            threshold=self.threshold,
            major_threshold=self.major_threshold,
            reason_min=self.reason_min,
        )

    def field_for(self, words: str) -> str:
        """The 领域 that printed words name, exactly or by an alias (`民生`, `城市更新(片区)`); "" when none does."""
        spoken = tidy(words).split("(")[0].strip()
        return next((f["label"] for f in self.fields if spoken in (f["label"], *f["aliases"])), "")

    @property
    def field_labels(self) -> list[str]:
        """The 领域 of this version, in their order."""
        return [field["label"] for field in self.fields]
