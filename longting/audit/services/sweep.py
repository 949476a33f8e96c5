"""Daily cleaning of what is of no more use (SECURITY PR-03)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils.module_loading import import_string

from longting.audit.models import ActToken

#: A form left open longer than this has lost its session anyway.
TOKEN_LIFE = timedelta(days=2)


def sweep(*, now) -> dict[str, int]:
    """Call every cleaner named in settings.SWEEPS; returns how many things each removed."""
    return {path: import_string(path)(now) for path in settings.SWEEPS}


def sweep_rows(now) -> int:
    """Used form tokens and expired sessions."""
    tokens, _ = ActToken.objects.filter(created_at__lt=now - TOKEN_LIFE).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return tokens + sessions
