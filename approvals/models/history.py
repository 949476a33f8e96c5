"""What happened to a declaration, kept for ever: every submitted version, every step. Rows are only added."""

from django.db import models

from approvals.enums import Action, ListAction, State
from approvals.models.declaration import Declaration, OfDeclarationQuerySet
from longting.audit.models.frozen import FrozenQuerySet, FrozenRow
from longting.common.canonical import short
from projects.enums import ListState
from projects.models import AnnualList

WORDS = "申报的版本和办理记录不能修改或删除。"


class FrozenOfDeclaration(FrozenQuerySet, OfDeclarationQuerySet):
    """Rows of declarations in sight, never changed."""


class ListStepQuerySet(FrozenQuerySet):
    def visible_to(self, user) -> "ListStepQuerySet":
        """Steps of lists in sight."""
        return self.filter(annual_list__in=AnnualList.objects.visible_to(user))


class DeclarationVersion(FrozenRow):
    """What was submitted, as it was: `snapshot` is canonical JSON of the facts and of the attachments with their
    hashes; `sha256` is of those bytes."""

    frozen_words = WORDS

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    snapshot = models.TextField("内容")
    sha256 = models.CharField(max_length=64)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="提交人")
    submitted_at = models.DateTimeField("提交时间")

    objects = FrozenOfDeclaration.as_manager()

    class Meta:
        verbose_name = "申报版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["declaration", "number"], name="one_version_per_number_of_declaration")
        ]

    def __str__(self):
        return f"{self.declaration} 第 {self.number} 版"

    @property
    def check_code(self) -> str:
        """The short hash (校验码) printed on papers."""
        return short(self.sha256)


class StepBase(FrozenRow):
    """Who did what when, with the names as they were then. `comment` are the words of the act."""

    frozen_words = WORDS

    action = models.CharField("办理", max_length=16)
    source = models.CharField("原状态", max_length=12, blank=True)
    target = models.CharField("新状态", max_length=12)
    actor = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="办理人")
    actor_name = models.CharField("办理人", max_length=60)
    actor_role = models.CharField("岗位", max_length=60, blank=True)
    organisation = models.CharField("单位", max_length=80, blank=True)
    at = models.DateTimeField("时间")
    comment = models.TextField("意见", blank=True)

    class Meta:
        abstract = True


class Step(StepBase):
    """A step of a declaration; `on_version` is the version it was taken on."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="steps")
    on_version = models.PositiveSmallIntegerField("版次", default=0)

    objects = FrozenOfDeclaration.as_manager()

    class Meta:
        verbose_name = "办理步骤"
        ordering = ["id"]
        indexes = [models.Index(fields=["declaration", "id"], name="steps_of_declaration")]

    def __str__(self):
        return f"{Action.label_of(self.action)} → {State.label_of(self.target)}"


class ListStep(StepBase):
    """A step of a yearly list."""

    annual_list = models.ForeignKey(AnnualList, models.PROTECT, related_name="steps")

    objects = ListStepQuerySet.as_manager()

    class Meta:
        verbose_name = "名单办理步骤"
        ordering = ["id"]

    def __str__(self):
        return f"{ListAction.label_of(self.action)} → {ListState.label_of(self.target)}"
