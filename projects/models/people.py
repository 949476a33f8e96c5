"""People and money around a project: participants, contacts, sources of funds."""

from django.db import models
from django.db.models import F, Q

from longting.common.fields import MoneyField
from projects.enums import Duty, Part, Source


class ParticipantQuerySet(models.QuerySet):
    def active(self, today) -> "ParticipantQuerySet":
        """Those who take part on `today`."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), since__lte=today)


class Participant(models.Model):
    """分包领导, 首席服务官 or 班子成员 of a project between two dates. `user` is empty while the person has no account:
    lists name people before accounts exist, and history keeps the name as it was."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="participants")
    part = models.CharField("分工", max_length=20, choices=Part.choices)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="账号"
    )
    name = models.CharField("姓名", max_length=40)
    title = models.CharField("职务", max_length=60, blank=True)
    since = models.DateField("起")
    until = models.DateField("止", null=True, blank=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "项目人员"
        ordering = ["part", "-since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "part"],
                condition=Q(until__isnull=True) & ~Q(part=Part.MEMBER.value),
                name="one_leader_and_one_service_officer",
                violation_error_message="每个项目只有一名分包领导、一名首席服务官（第十六条）。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="participant_ends_after_start"
            ),
        ]

    def __str__(self):
        return f"{self.name}（{Part.label_of(self.part)}）"


class ProjectContact(models.Model):
    """A person to telephone. Shown masked; revealing is an act of its own, and audited."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="contacts")
    duty = models.CharField("身份", max_length=20, choices=Duty.choices)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)

    class Meta:
        verbose_name = "联系人"
        ordering = ["id"]

    def __str__(self):
        return self.name or Duty.label_of(self.duty)


class FundSource(models.Model):
    """How much of the total comes from one source, in 万元."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="funds")
    source = models.CharField("来源", max_length=20, choices=Source.choices)
    amount = MoneyField("金额")

    class Meta:
        verbose_name = "资金来源"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="one_amount_per_source"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fund_not_negative"),
        ]

    def __str__(self):
        return Source.label_of(self.source)
