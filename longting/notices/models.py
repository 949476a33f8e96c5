"""Notices (消息): finished sentences to one person. A to-do is not a notice; see longting.notices.todos."""

from django.db import models


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "NoticeQuerySet":
        """Everybody reads only what was written to him or her."""
        return self.filter(user=user.pk)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """`text` is a whole Chinese sentence, `url` the page of this site it is about ("" = none).

    `day` (Asia/Shanghai) makes the same notice of one day one notice, however often the machine has cause for it.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="notices", verbose_name="收件人")
    text = models.CharField("内容", max_length=300)
    url = models.CharField(max_length=300, blank=True)
    day = models.DateField()
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "消息"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "day", "text", "url"], name="one_same_notice_a_day")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notices_of_user"),
            models.Index(fields=["user"], condition=models.Q(read_at__isnull=True), name="notices_unread"),
        ]

    def __str__(self):
        return self.text
