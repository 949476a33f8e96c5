"""Declaration (申报): one application of one project for one year's list, on its way through the four stages."""

import uuid

from django.db import models
from django.db.models import Q

from approvals.enums import ENDED, State
from longting.accounts.models import Organisation


class DeclarationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DeclarationQuerySet":
        """The applicant sees its own; the responsible unit what was sent to it; the office and those above it what was
        sent; auditors everything. A draft is nobody's business but the applicant's."""
        if not user.may("view_projects"):
            return self.none()
        mine = user.organisation_ids
        sent = Q(submissions__gt=0) & ~Q(state=State.DRAFT.value)
        own = Q(applicant__in=mine) | (Q(unit__in=mine) & sent)
        if user.may("view_all"):
            return self if user.may("read_audit") else self.filter(own | sent)
        return self.filter(own)

    def in_state(self, *states: State) -> "DeclarationQuerySet":
        return self.filter(state__in=[state.value for state in states])

    def of_unit(self, user) -> "DeclarationQuerySet":
        """Those whose responsible unit is one of the user's own."""
        return self.filter(unit__in=user.organisation_ids)

    def of_applicant(self, user) -> "DeclarationQuerySet":
        return self.filter(applicant__in=user.organisation_ids)


class Declaration(models.Model):
    """`facts`: see approvals.declared. `submissions` counts the frozen versions. `held_since` is when the declaration
    came to whoever holds it now. `checklist` and `verification` are answers by item (approvals.checklist). `limb`,
    `rule_label` and `override` are what the last act relied on under Article 8. `begot_project`: the project was
    registered with this application and nobody knew it before."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("申报编号", max_length=20, unique=True)
    year = models.PositiveSmallIntegerField("年度")
    batch = models.PositiveSmallIntegerField("批次", default=1)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="declarations", verbose_name="项目")
    applicant = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="申请单位")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="初审单位")
    state = models.CharField("状态", max_length=12, choices=State.choices, default=State.DRAFT.value)
    name = models.CharField("项目名称", max_length=200)
    search_text = models.CharField(max_length=600, db_index=True)
    facts = models.JSONField(default=dict)
    submissions = models.PositiveSmallIntegerField("版次", default=0)
    held_since = models.DateTimeField("接到时间")
    checklist = models.JSONField(default=dict)
    screening_note = models.TextField("初审意见", blank=True)
    limb = models.CharField("情形", max_length=4, blank=True)
    rule_label = models.CharField("规则版本", max_length=20, blank=True)
    override = models.ForeignKey(
        "projects.EligibilityOverride", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="改判"
    )
    entry = models.OneToOneField(
        "projects.ListEntry", models.SET_NULL, null=True, blank=True, related_name="declaration"
    )
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="经办人")
    created_at = models.DateTimeField("起草时间")
    updated_at = models.DateTimeField("更新时间")
    begot_project = models.BooleanField("随申报登记的项目", default=False)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = DeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "申报"
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-updated_at", "-id"], name="declarations_by_state"),
            models.Index(fields=["unit", "state"], name="declarations_of_unit"),
            models.Index(fields=["applicant", "state"], name="declarations_of_applicant"),
            models.Index(fields=["-updated_at", "-id"], name="declarations_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "batch"],
                condition=~Q(state__in=[state.value for state in ENDED]),
                name="one_open_declaration_per_project_and_list",
                violation_error_message="这个项目本批已有一份申报。请打开原来的申报办理。",
            ),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="declaration_year_is_sane"),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"


class OfDeclarationQuerySet(models.QuerySet):
    def visible_to(self, user) -> "OfDeclarationQuerySet":
        """Rows of declarations in sight."""
        return self.filter(declaration__in=Declaration.objects.visible_to(user))


class SectionNote(models.Model):
    """An opinion on one section (分节意见), written when the declaration is returned, answered when it comes back,
    settled by whoever looks at it then. `on_version` is the version it speaks of."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="notes")
    section = models.CharField("部分", max_length=12)
    text = models.TextField("意见")
    on_version = models.PositiveSmallIntegerField("针对版次")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提出人")
    author_unit = models.CharField("提出单位", max_length=80)
    from_office = models.BooleanField("区项目办提出", default=False)
    created_at = models.DateTimeField("提出时间")
    answer = models.TextField("补正说明", blank=True)
    answered_on_version = models.PositiveSmallIntegerField("补正版次", null=True, blank=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    settled_at = models.DateTimeField("确认时间", null=True, blank=True)

    objects = OfDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "分节意见"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                name="note_settled_by_and_at_together",
            )
        ]

    def __str__(self):
        return self.text[:40]
