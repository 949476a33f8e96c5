"""IssuedDocument (已印发的公文): a frozen snapshot. It can only be added; a correction is a further revision."""

from django.db import models

from longting.audit.models.frozen import FrozenQuerySet, FrozenRow
from longting.common.canonical import short


class IssuedQuerySet(FrozenQuerySet):
    """Reads only; rows come into being through `documents.services.issue_document`."""

    def versions(self, kind: str, key: str) -> "IssuedQuerySet":
        """All revisions of one paper, the newest first."""
        return self.filter(kind=kind, key=key).order_by("-revision")


class IssuedDocument(FrozenRow):
    """What was issued, as it was: pages and files render `snapshot` (canonical JSON) and nothing else.

    No foreign keys, so that nothing that happens to live data reaches it. `kind` is the sort of paper, `key` which one
    (a year, a month), `number` its 文号. `sha256` seals all facts of the row together.
    """

    frozen_words = "已印发的文件不能修改或删除，更正请另发新版。"

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    revision = models.PositiveIntegerField("版次")
    number = models.CharField("文号", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    snapshot = models.TextField("内容")
    sha256 = models.CharField(max_length=64)
    reason = models.TextField("更正理由", blank=True)
    issued_by_id = models.CharField(max_length=20)
    issued_by_name = models.CharField("印发人", max_length=60)
    issued_at = models.DateTimeField("印发时间")

    objects = IssuedQuerySet.as_manager()

    class Meta:
        verbose_name = "公文"
        ordering = ["kind", "key", "-revision"]
        constraints = [models.UniqueConstraint(fields=["kind", "key", "revision"], name="one_paper_per_revision")]

    def __str__(self):
        return self.title

    @property
    def check_code(self) -> str:
        """The short hash (校验码) printed on the paper."""
        return short(self.sha256)
