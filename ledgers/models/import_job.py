"""ImportBatch (导入): one workbook on its way in. Checked first, written when told, all chosen rows or none."""

import uuid

from django.db import models
from django.db.models import Q

from ledgers.enums import BatchState, RowStatus

#: States of a batch whose file counts as imported or on its way: the same file is not taken twice.
_ALIVE = (
    BatchState.WAITING.value,
    BatchState.CHECKED.value,
    BatchState.UNCHANGED.value,
    BatchState.COMMITTED.value,
)


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportBatchQuerySet":
        """Imports of one's own organisation: colleagues of the office take over each other's work."""
        if not user.may("import_ledger"):
            return self.none()
        return self.filter(organisation__in=user.organisation_ids)

    def alive(self) -> "ImportBatchQuerySet":
        """Imports that are under way or done, not those refused or given up, nor those checked once more since."""
        return self.filter(state__in=_ALIVE)

    def unfinished(self) -> "ImportBatchQuerySet":
        """Imports that were checked and wait for a person."""
        return self.filter(state=BatchState.CHECKED)


class ImportBatch(models.Model):
    """The uploaded file (kept under a random name), what was understood of it, and what became of it.

    `year` is that of the list; `stated_year` the one a person gave, None when the title shall tell. `job` is the latest
    check or write of this import, the truth about its progress.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("种类", max_length=30)
    year = models.PositiveSmallIntegerField("年度", null=True)
    stated_year = models.PositiveSmallIntegerField("填写的年度", null=True)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+", verbose_name="单位")
    filename = models.CharField("文件名", max_length=200)
    stored_name = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField("大小")
    state = models.CharField("状态", max_length=12, choices=BatchState.choices, default=BatchState.WAITING.value)
    message = models.CharField("说明", max_length=500, blank=True)
    layout = models.JSONField("列对应", default=dict)
    overrides = models.JSONField("改过的列对应", default=dict)
    notes = models.JSONField("读取说明", default=list)
    counts = models.JSONField("计数", default=dict)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="上传人")
    created_at = models.DateTimeField("上传时间")
    checked_at = models.DateTimeField("检查时间", null=True)
    committed_at = models.DateTimeField("写入时间", null=True)
    job = models.ForeignKey("audit.Job", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = "导入"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "sha256"],
                condition=Q(state__in=_ALIVE),
                name="one_import_per_file",
                violation_error_message="这个文件已经上传过。",
            )
        ]

    def __str__(self):
        return self.filename


class ImportRowQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ImportRowQuerySet":
        """Rows of the imports in sight."""
        return self.filter(batch__in=ImportBatch.objects.visible_to(user))


class ImportRow(models.Model):
    """One row of the workbook: as printed (`raw`), as understood (`values`), as it will be written (`facts`), what is
    wrong with it (`problems`), what writing changes (`changes`), and what a person decided (`decisions`, by the letter
    of the cell's column). `rank` orders rows on the page; `project` is the one it meets or became."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows")
    sheet = models.CharField("工作表", max_length=200)
    row = models.PositiveIntegerField("行")
    status = models.CharField("结果", max_length=10, choices=RowStatus.choices)
    name = models.CharField("项目名称", max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)
    raw = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    project = models.ForeignKey("projects.Project", models.PROTECT, null=True, related_name="+")
    written = models.BooleanField("已写入", default=False)

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        verbose_name = "导入行"
        ordering = ["id"]
        indexes = [models.Index(fields=["batch", "rank", "id"], name="import_row_in_order")]
        constraints = [models.UniqueConstraint(fields=["batch", "sheet", "row"], name="one_import_row_per_sheet_row")]

    def __str__(self):
        return f"{self.sheet} {self.row}"
