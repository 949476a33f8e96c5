"""Contacts and money around a project: whom to telephone, and where the funds come from."""

from django.db import models
from django.db.models import Q

from longting.common.fields import MoneyField
from projects.enums import Duty, Source
from projects.models.project import Project


class OfProjectQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfProjectQuerySet":
        """Rows of projects in sight."""
        return self.filter(project__in=Project.objects.visible_to(user))


class ProjectContact(models.Model):
    """A person to telephone. Shown masked; revealing is an act of its own, and audited."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="contacts")
    duty = models.CharField("身份", max_length=20, choices=Duty.choices)
    name = models.CharField("姓名", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)

    objects = OfProjectQuerySet.as_manager()

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

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "资金来源"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "source"], name="one_amount_per_source"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="fund_not_negative"),
        ]

    def __str__(self):
        return Source.label_of(self.source)
