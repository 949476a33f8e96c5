"""Signing in: what holds a guesser back without locking the rightful person out (SECURITY SE-02, SE-03, D-38).

Wrong passwords make an account slow, never closed: one try each PAUSE, and then the right password goes. An account is
slow at an address after PER_PAIR wrong ones there, and everywhere after PER_ACCOUNT wherever they came from. An address
from which PER_ADDRESS were tried, whatever the accounts, has used up its free tries: each account is slow there from
its first wrong one on. Colleagues behind that address, whose accounts nobody guesses at, notice nothing. A browser the
person has signed in from before passes all of it. django-axes counts; it locks nothing (AXES_LOCK_OUT_AT_FAILURE).
"""

import math
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum

from longting.accounts.enums import Act
from longting.accounts.models import User
from longting.audit.models import AuditEvent
from longting.audit.services import SYSTEM, Entry, record

PER_PAIR, PER_ACCOUNT, PER_ADDRESS = 5, 10, 100
PAUSE = timedelta(seconds=30)


def pause_of(username: str, ip: str, now: datetime) -> int:
    """How many seconds a sign-in from a browser not known for `username` must wait, before any password is looked at;
    0 when it need not."""
    recent = AccessAttempt.objects.filter(attempt_time__gt=now - settings.AXES_COOLOFF_TIME)
    account = recent.filter(username=username)
    everywhere, here = _wrong(account), _wrong(account.filter(ip_address=ip))
    if everywhere["count"] >= PER_ACCOUNT:
        last = everywhere["last"]
    elif here["count"] >= PER_PAIR or (here["count"] and _wrong(recent.filter(ip_address=ip))["count"] >= PER_ADDRESS):
        last = here["last"]
    else:
        return 0
    return max(0, math.ceil((last + PAUSE - now).total_seconds()))


def _wrong(attempts) -> dict:
    """How many wrong passwords, and when the last one was."""
    found = attempts.aggregate(count=Sum("failures_since_start"), last=Max("attempt_time"))
    return found | {"count": found["count"] or 0}


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
