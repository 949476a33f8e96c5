"""The one clock. Services and rules take `today`; only views, tasks and commands ask here (STYLE rule 11)."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, with its zone."""
    return timezone.now()


def today() -> date:
    """Today's date in Asia/Shanghai. (`now().date()` would be yesterday's until 08:00.)"""
    return timezone.localdate()
