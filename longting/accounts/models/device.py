"""Browsers from which a person has signed in before (SECURITY SE-03).

A stranger behind the same township address can lock (account, address); the person's own browser is let through.
"""

from django.db import models


class KnownDevice(models.Model):
    """One browser that `user` signed in from. Its cookie holds the key, this row only the key's SHA-256.

    `failures` counts wrong passwords typed on this browser since `failed_at`: a stolen cookie is no free pass.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64)
    seen_at = models.DateTimeField("最近登录")
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="device_known_once_per_user")]

    def __str__(self):
        return f"{self.user} {self.digest[:8]}"
