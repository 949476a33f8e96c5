"""Organisations (单位): the tree that scope follows. They are closed, never deleted."""

from django.db import models
from django.db.models import Q

from longting.accounts.enums import RESPONSIBLE_KINDS, AccountState, OrganisationKind


class OrganisationQuerySet(models.QuerySet):
    def active(self) -> "OrganisationQuerySet":
        return self.filter(is_active=True)

    def responsible(self) -> "OrganisationQuerySet":
        """Units that can be responsible for a project."""
        return self.active().filter(kind__in=RESPONSIBLE_KINDS)

    def visible_to(self, user) -> "OrganisationQuerySet":
        """Names of public bodies are no secret inside the system; a company sees only itself and public bodies."""
        if user.may("view_all") or user.may("manage_accounts"):
            return self
        return self.filter(~Q(kind=OrganisationKind.COMPANY) | Q(pk__in=user.organisation_ids))


class Organisation(models.Model):
    """A public body or a project unit. `short` is the name used on screen, `aliases` what workbooks call it."""

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("全称", max_length=80, unique=True)
    short = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=OrganisationKind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    aliases = models.JSONField("别名", default=list, blank=True)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    order = models.PositiveIntegerField("排序", default=1000)
    is_active = models.BooleanField("启用", default=True)
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "单位"
        # Both databases sort Chinese by code point; the office decides the order of its units.
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=models.F("pk")), name="organisation_is_not_its_own_parent"),
        ]

    def __str__(self):
        return self.name

    @property
    def state(self) -> AccountState:
        """Open or closed, with its word and colour."""
        return AccountState.OPEN if self.is_active else AccountState.CLOSED
