"""Signing in: what holds a guesser back without locking the rightful person out (SECURITY SE-02, SE-03, D-38).

Three brakes. (account, address): django-axes, five wrong passwords in a quarter of an hour. Address: a hundred wrong
passwords of whatever account. Account: from ten wrong ones on, wherever they come from, one try each half minute, a
slow-down and never a lock. A browser the person has signed in from before passes all three.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum

from longting.accounts.enums import Act
from longting.accounts.models import User
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM, Entry, record

PER_ADDRESS = 100
PER_ACCOUNT, PAUSE = 10, timedelta(seconds=30)


def is_held(username: str, ip: str, now: datetime) -> bool:
    """Whether a sign-in from a browser not known for `username` must wait, before any password is looked at."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
    if (recent.filter(ip_address=ip).aggregate(n=Sum("failures_since_start"))["n"] or 0) >= PER_ADDRESS:
        return True
    account = recent.filter(username=username).aggregate(n=Sum("failures_since_start"), last=Max("attempt_time"))
    return (account["n"] or 0) >= PER_ACCOUNT and account["last"] > now - PAUSE


@transaction.atomic
def record_failure(username: str) -> None:
    """A wrong password or an unknown account. What was typed is kept only when it is an account: people type
    passwords into the wrong field."""
    _record(Act.SIGN_IN_FAILED, username, "登录失败")


@transaction.atomic
def record_hold(username: str, ip: str, now: datetime) -> None:
    """A sign-in was turned away unread. Once per account, address and window: a flood must not flood the trail."""
    held = AuditEvent.objects.filter(verb=Act.SIGN_IN_HELD, ip=ip, at__gt=now - settings.AXES_COOLOFF_TIME)
    user = _find(username)
    if not held.filter(target_id=str(user.pk) if user else "").exists():
        _record(Act.SIGN_IN_HELD, username, "登录失败次数过多，暂停受理")


def _record(act: Act, username: str, words: str) -> None:
    user = _find(username)
    if user is None:
        record(Entry(act, "user", "", "未知账号", f"未知账号{words}"), actor=SYSTEM)
        return
    record(Entry(act, "user", user.pk, user.name, f"账号 {user.username} {words}"), actor=user)


def _find(username: str) -> User | None:
    return User.objects.filter(username=username).first()
