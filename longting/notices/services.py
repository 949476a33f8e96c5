"""Telling people: stored after the act is committed, so that nobody hears of what did not happen (STYLE rule 29)."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from longting.common import clock
from longting.notices.models import Notice

#: Read notices are kept this long; what they told of stands in the audit trail for good.
READ_LIFE = timedelta(days=180)


def notify(users: Iterable, *, text: str, url: str = "", replaces: bool = False, again: bool = False) -> None:
    """Tell every active one of `users` once: `text` is a whole sentence, `url` a page of this site ("/projects/…").

    The same text and address reach a person once a day. `replaces`: what was said before of that page is out of date,
    and counts as read. `again`: this tells of an act, which may happen twice a day; who has read of the first hears of
    the second. A notice that cannot be stored is logged and does not undo
    the act it tells of. Raises ValueError for an address that leads out of this site.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError(f"a notice leads to a page of this site, not to {url!r}")
    readers, now = sorted({user.pk for user in users if user.is_active}), clock.now()

    def deliver() -> None:
        _deliver(readers, text[:300], url, now, replaces, again)

    if readers:
        transaction.on_commit(deliver, robust=True)


@transaction.atomic
def mark_read(notice: Notice, *, actor, now) -> None:
    """`actor` has opened the notice. The first opening counts."""
    Notice.objects.visible_to(actor).unread().filter(pk=notice.pk).update(read_at=now)


@transaction.atomic
def mark_all_read(*, actor, now) -> int:
    """Everything written to `actor` so far is read; returns how many were not."""
    return Notice.objects.visible_to(actor).unread().filter(created_at__lte=now).update(read_at=now)


def sweep_notices(now) -> int:
    """Forget notices read more than 180 days ago; returns how many."""
    deleted, _ = Notice.objects.filter(read_at__lt=now - READ_LIFE).delete()
    return deleted


def _deliver(readers: list[int], text: str, url: str, now, replaces: bool, again: bool) -> None:
    day = timezone.localdate(now)
    if replaces and url:
        before = Notice.objects.unread().filter(user__in=readers, url=url)
        before.exclude(text=text, day=day).update(read_at=now)
    if again:
        same = Notice.objects.filter(user__in=readers, day=day, text=text, url=url, read_at__isnull=False)
        same.update(read_at=None, created_at=now)
    rows = [Notice(user_id=pk, text=text, url=url, day=day, created_at=now) for pk in readers]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
