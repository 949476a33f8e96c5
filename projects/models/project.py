"""Project (主档): one project, one record, one life from 谋划 to 投产; who takes part decides who sees it."""

import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from longting.accounts.models import Organisation
from longting.common import clock
from longting.common.fields import MoneyField, MonthField
from projects.eligibility import Facts
from projects.enums import Nature, Part, Stage


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ParticipantQuerySet":
        """Rows of projects in sight."""
        return self.filter(project__in=Project.objects.visible_to(user))

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


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ProjectQuerySet":
        """The rows `user` may see: all for the office and those above it; otherwise projects of the own unit (as
        responsible unit or owner) and those the person takes part in."""
        if user.may("view_all"):
            return self
        if not user.may("view_projects"):
            return self.none()
        mine = user.organisation_ids
        part = Participant.objects.active(clock.today()).filter(project=OuterRef("pk"), user=user.pk)
        return self.filter(Q(responsible__in=mine) | Q(owner__in=mine) | Exists(part))

    def in_doubt(self) -> "ProjectQuerySet":
        """Projects with facts that a workbook left in doubt."""
        return self.filter(doubts__gt=0)

    def editable_by(self, user) -> "ProjectQuerySet":
        """Rows whose 主档 `user` may change: the office all, a clerk those his unit is responsible for."""
        if not user.may("file_project"):
            return self.none()
        return self if user.may("view_all") else self.filter(responsible__in=user.organisation_ids)


class Project(models.Model):
    """The facts of one project. Amounts in 万元; months as first day; `pending` = facts a workbook left in doubt,
    by field key with the words as printed, until somebody confirms them. `name_key` and `name_tail` (the key backwards)
    find near-duplicates, `search_text` is what the search box looks through, `doubts` counts `pending`:
    `projects.services` keeps the four."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("编号", max_length=20, unique=True)
    name = models.CharField("项目名称", max_length=200)
    name_key = models.CharField(max_length=200, db_index=True)
    name_tail = models.CharField(max_length=200, db_index=True)
    search_text = models.CharField(max_length=600, db_index=True)
    project_code = models.CharField("项目代码", max_length=24, blank=True, db_index=True)
    former_code = models.CharField("原项目代码", max_length=24, blank=True)
    is_province = models.BooleanField("省重点", default=False)
    is_city = models.BooleanField("市重点", default=False)
    is_major = models.BooleanField("重大项目", default=False)
    field = models.CharField("领域", max_length=40, blank=True)
    industry = models.CharField("行业", max_length=4, blank=True)
    category = models.CharField("项目类型", max_length=40, blank=True)
    nature = models.CharField("建设性质", max_length=20, choices=Nature.choices, blank=True)
    stage = models.CharField("阶段", max_length=20, choices=Stage.choices, blank=True)
    owner_name = models.CharField("建设单位", max_length=100, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建设单位账号"
    )
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, db_index=True)
    responsible = models.ForeignKey(Organisation, models.PROTECT, related_name="projects", verbose_name="责任单位")
    town = models.CharField("所在乡办", max_length=12, blank=True)
    village = models.CharField("所在村（社区）", max_length=12, blank=True)
    address = models.CharField("建设地点", max_length=200, blank=True)
    content = models.TextField("建设规模及主要内容", blank=True)
    start_month = MonthField("建设起始", null=True, blank=True)
    end_month = MonthField("建设终止", null=True, blank=True)
    total_investment = MoneyField("总投资", null=True, blank=True)
    land_mu = models.DecimalField("用地需求（亩）", max_digits=10, decimal_places=2, null=True, blank=True)
    basis = models.TextField("谋划依据", blank=True)
    progress = models.TextField("前期进展", blank=True)
    fits_plan = models.BooleanField("符合区产业规划", null=True, blank=True)
    is_livelihood = models.BooleanField("具有较大影响的民生项目", default=False)
    is_infrastructure = models.BooleanField("重要基础设施项目", default=False)
    is_government = models.BooleanField("政府投资项目", default=False)
    limb_reason = models.TextField("认定理由", blank=True)
    significance = models.TextField("全局意义和带动作用", blank=True)
    started_on = models.DateField("开工日期", null=True, blank=True)
    completed_on = models.DateField("竣工日期", null=True, blank=True)
    in_production_on = models.DateField("投产日期", null=True, blank=True)
    remark = models.TextField("备注", blank=True)
    pending = models.JSONField("待核实", default=dict, blank=True)
    doubts = models.PositiveSmallIntegerField("待核实项数", default=0)
    is_demo = models.BooleanField("演示数据", default=False)
    created_at = models.DateTimeField("登记时间")
    updated_at = models.DateTimeField("更新时间", db_index=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "项目"
        ordering = ["number"]
        indexes = [
            models.Index(fields=["responsible", "number"], name="project_by_unit"),
            models.Index(fields=["-total_investment", "id"], name="project_by_investment"),
            models.Index(fields=["-updated_at", "id"], name="project_by_update"),
            models.Index(fields=["responsible"], condition=Q(doubts__gt=0), name="project_in_doubt"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(total_investment__isnull=True) | Q(total_investment__gte=0),
                name="project_investment_not_negative",
                violation_error_message="总投资不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(end_month__isnull=True) | Q(start_month__isnull=True) | Q(end_month__gte=F("start_month")),
                name="project_ends_after_it_starts",
                violation_error_message="建设终止月不能早于起始月。",
            ),
            models.CheckConstraint(
                condition=Q(start_month__isnull=True) | Q(start_month__day=1), name="project_start_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(end_month__isnull=True) | Q(end_month__day=1), name="project_end_is_a_month"
            ),
            models.CheckConstraint(
                condition=Q(land_mu__isnull=True) | Q(land_mu__gte=0),
                name="project_land_not_negative",
                violation_error_message="用地不能为负数。",
            ),
            models.UniqueConstraint(
                fields=["project_code"],
                condition=~Q(project_code=""),
                name="one_project_per_code",
                violation_error_message="这个项目代码已登记在另一个项目上。",
            ),
        ]

    def __str__(self):
        return self.name

    def is_editable_by(self, user) -> bool:
        """The same answer as `editable_by`, for a row at hand."""
        reaches = user.may("view_all") or self.responsible_id in user.organisation_ids
        return user.may("file_project") and reaches

    @property
    def facts(self) -> Facts:
        """What Article 8 judges of this project."""
        return Facts(
            total_investment=self.total_investment,
            fits_plan=self.fits_plan,
            is_livelihood=self.is_livelihood,
            is_infrastructure=self.is_infrastructure,
            is_government=self.is_government,
            reason=self.limb_reason,
        )


class NumberSeries(models.Model):
    """The last number given out under a prefix; its row is locked while a number is taken, so none is given twice."""

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.prefix}{self.last}"
