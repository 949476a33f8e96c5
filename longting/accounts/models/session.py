"""Log-in sessions of a person, so that they can be limited in number and ended from the account page."""

from django.db import models

from longting.accounts.agents import browser_of


class UserSession(models.Model):
    """One browser logged in. `session_key` is the key of Django's session row; no foreign key, either may vanish."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    ip = models.CharField("地址", max_length=45, blank=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    started_at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self):
        return f"{self.user} {self.ip}"

    @property
    def browser(self) -> str:
        """The browser and its system as people call them."""
        return browser_of(self.agent)
