"""One rendered form acts once: the double click, the replay and the back button find this row (SECURITY D-18)."""

from django.db import models


class ActToken(models.Model):
    """The hidden token of one rendered form, who sent it to which address, and where the first use led."""

    user_id = models.CharField(max_length=20)
    act = models.CharField(max_length=100)
    token = models.CharField(max_length=64)
    result_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "act", "token"], name="one_form_acts_once")]

    def __str__(self):
        return f"{self.act} {self.token}"
