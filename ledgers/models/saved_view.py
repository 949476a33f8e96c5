"""SavedView (存为视图): a list's filter, order and columns under a name, for oneself or shared with one's unit."""

from django.db import models
from django.db.models import Q


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SavedViewQuerySet":
        """One's own, and those shared with one's organisations."""
        return self.filter(Q(user=user.pk) | Q(shared_with__in=user.organisation_ids))


class SavedView(models.Model):
    """`query` is the query string of the list page `list_key`; rows stay scoped to whoever opens it."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    list_key = models.CharField(max_length=60)
    label = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=2000, blank=True)
    shared_with = models.ForeignKey("accounts.Organisation", models.CASCADE, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "视图"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "list_key", "label"], name="one_view_per_name", violation_error_message="已有同名视图。"
            )
        ]

    def __str__(self):
        return self.label
