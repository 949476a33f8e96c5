"""FormDraft: what somebody has typed into a form and not yet sent. Personal; gone when the form is sent."""

from django.db import models


class FormDraftQuerySet(models.QuerySet):
    def visible_to(self, user) -> "FormDraftQuerySet":
        """Only one's own."""
        return self.filter(user=user.pk)


class FormDraft(models.Model):
    """`data` maps each input's name to the list of its values, as sent. `subject` tells forms of one kind apart."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField("保存时间")

    objects = FormDraftQuerySet.as_manager()

    class Meta:
        verbose_name = "草稿"
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "form", "subject"], name="one_draft_per_form")]

    def __str__(self):
        return f"{self.form} {self.subject}"
