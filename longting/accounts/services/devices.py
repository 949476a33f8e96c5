"""Browsers a person has signed in from before, and what was tried on them."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import F, Q

from longting.accounts.models import KnownDevice, User

KNOWN_FOR = timedelta(days=90)
PER_USER = 10
PER_BROWSER = 5
#: Wrong passwords on a known browser within WINDOW before it counts as a stranger's.
FAILURES, WINDOW = 5, timedelta(minutes=15)


def devices_of(username: str, keys: list[str], now: datetime):
    """The rows that make this browser (its cookie holds `keys`) known for `username`."""
    digests = [_digest(key) for key in keys]
    return KnownDevice.objects.filter(user__username=username, digest__in=digests, seen_at__gt=now - KNOWN_FOR)


def is_known(username: str, keys: list[str], now: datetime) -> bool:
    """Whether this browser may pass a pause that strangers caused: known, and not itself used for guessing."""
    calm = Q(failures__lt=FAILURES) | Q(failed_at__lt=now - WINDOW)
    return devices_of(username, keys, now).filter(calm).exists()


def count_failure(username: str, keys: list[str], now: datetime) -> None:
    """A wrong password for `username` on this browser."""
    rows = devices_of(username, keys, now)
    rows.filter(Q(failed_at__isnull=True) | Q(failed_at__lt=now - WINDOW)).update(failures=0, failed_at=now)
    rows.update(failures=F("failures") + 1)


def remember_device(user: User, keys: list[str], now: datetime) -> list[str]:
    """`user` signed in on this browser: returns the keys its cookie shall hold from now on, newest first.

    An office computer shared by several people keeps the last PER_BROWSER of them; a person keeps PER_USER browsers.
    """
    known = devices_of(user.username, keys, now).first()
    if known is not None:
        KnownDevice.objects.filter(pk=known.pk).update(seen_at=now, failures=0, failed_at=None)
        mine = next(key for key in keys if _digest(key) == known.digest)
        return [mine, *(key for key in keys if key != mine)]
    mine = secrets.token_urlsafe(24)
    KnownDevice.objects.create(user=user, digest=_digest(mine), seen_at=now)
    kept = user.devices.order_by("-seen_at", "-pk").values_list("pk", flat=True)[:PER_USER]
    user.devices.exclude(pk__in=list(kept)).delete()
    return [mine, *keys][:PER_BROWSER]


def sweep_devices(now: datetime) -> int:
    """For settings.SWEEPS: forget browsers that nobody signed in from for KNOWN_FOR. Returns how many."""
    return KnownDevice.objects.filter(seen_at__lte=now - KNOWN_FOR).delete()[0]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8")).hexdigest()
