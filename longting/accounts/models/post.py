"""Posts (任职): a user's role at an organisation between two dates. Hand-over ends one and begins another."""

from django.db import models
from django.db.models import F, Q

from longting.accounts.enums import PostState
from longting.accounts.roles import Role


class PostQuerySet(models.QuerySet):
    def in_force(self, today) -> "PostQuerySet":
        """Posts held on `today`: both the first and the last day count."""
        return self.filter(Q(ends__isnull=True) | Q(ends__gte=today), starts__lte=today)


class Post(models.Model):
    """`user` acts as `role` for `organisation` from `starts` to `ends` (both inclusive; no end = still in office)."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="posts", verbose_name="人员")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="posts", verbose_name="单位")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    title = models.CharField("职务", max_length=60, blank=True)
    starts = models.DateField("到任日期")
    ends = models.DateField("离任日期", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        ordering = ["-starts", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="post_ends_after_it_starts",
                violation_error_message="离任日期不能早于到任日期。",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends__isnull=True),
                name="one_open_post_per_role",
                violation_error_message="此人已在该单位担任这个角色。",
            ),
        ]

    def __str__(self):
        return f"{self.organisation.short} {Role.label_of(self.role)}"

    def state_on(self, today) -> PostState:
        """Whether the post is held on `today`."""
        if self.starts > today:
            return PostState.AHEAD
        return PostState.ENDED if self.ends is not None and self.ends < today else PostState.HELD
