"""Log-in sessions: begun at sign-in, limited in number, ended at once wherever they run."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError, transaction
from django.db.models import Q

from longting.accounts.enums import Act
from longting.accounts.models import User, UserSession
from longting.audit.services import Entry, record
from longting.common.busy import not_waiting
from longting.common.errors import Refused

#: The time of last use is written at most this often: one more write per minute and person, not per page.
SEEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def begin_session(user: User, *, session_key: str, ip: str, agent: str, now: datetime, actor) -> UserSession:
    """Note a sign-in. Sessions past their time go; beyond SESSIONS_PER_USER the least recently used one ends."""
    _forget(user.sessions.filter(_over(now)))
    kept = user.sessions.order_by("-seen_at", "-pk").values_list("pk", flat=True)[: settings.SESSIONS_PER_USER - 1]
    ended = _forget(user.sessions.exclude(pk__in=list(kept)))
    session = UserSession.objects.create(
        user=user, session_key=session_key, ip=ip, agent=agent[:200], started_at=now, seen_at=now
    )
    tail = f"，超过 {settings.SESSIONS_PER_USER} 处同时登录，最早的 {ended} 处已退出" if ended else ""
    record(Entry(Act.SIGN_IN, "user", user.pk, user.name, f"{user.name}登录{tail}"), actor=actor)
    return session


def state_of(session: UserSession | None, now: datetime) -> str:
    """ "" while the session may go on, else the sentence that tells why it ended."""
    if session is None:
        return "这次登录已在别处结束，请重新登录。"
    if now >= session.started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE):
        return f"登录已满 {settings.SESSION_COOKIE_AGE // 3600} 小时，请重新登录。"
    if now >= session.seen_at + timedelta(seconds=settings.SESSION_IDLE_SECONDS):
        return f"已有 {settings.SESSION_IDLE_SECONDS // 60} 分钟没有操作，为安全起见请重新登录。"
    return ""


def touch_session(session: UserSession, *, now: datetime) -> None:
    """Note that the person is at work; not an act, so not audited. While a long act holds the database the note is
    left out, without waiting: nobody is kept from reading for it."""
    if now - session.seen_at >= SEEN_EVERY:
        with suppress(OperationalError), not_waiting():
            UserSession.objects.filter(pk=session.pk).update(seen_at=now)


def renew_session(user: User, *, old_key: str, new_key: str) -> None:
    """Carry the note over to the new session id that Django gives after a password change."""
    user.sessions.filter(session_key=old_key).update(session_key=new_key)


@transaction.atomic
def end_session(session: UserSession, *, actor) -> None:
    """End one of one's own sessions elsewhere. Raises Refused for somebody else's."""
    if session.user_id != actor.pk:
        raise Refused("只能结束自己的登录会话。")
    words = f"{actor.name}结束了自己在 {session.ip or '未知地址'} 的登录"
    _forget(UserSession.objects.filter(pk=session.pk))
    record(Entry(Act.SESSION_END, "user", actor.pk, actor.name, words), actor=actor)


@transaction.atomic
def end_other_sessions(user: User, *, keep: str, actor) -> int:
    """End every session of `user` but the one with key `keep`; returns how many ended."""
    ended = close_sessions(user, keep=keep)
    if ended:
        words = f"{user.name}结束了自己在别处的 {ended} 个登录"
        record(Entry(Act.SESSION_END, "user", user.pk, user.name, words), actor=actor)
    return ended


@transaction.atomic
def sign_out(user: User, *, session_key: str, actor) -> None:
    """The person leaves: the note goes, the view flushes the browser's own session."""
    user.sessions.filter(session_key=session_key).delete()
    record(Entry(Act.SIGN_OUT, "user", user.pk, user.name, f"{user.name}退出"), actor=actor)


def close_sessions(user: User, *, keep: str = "") -> int:
    """Part of another act (deactivation, new password): sessions vanish from the store, so they die at the next
    request. Returns how many ended."""
    return _forget(user.sessions.exclude(session_key=keep))


def sweep_sessions(now: datetime) -> int:
    """For settings.SWEEPS: end the sessions that nobody came back to. Returns how many."""
    return _forget(UserSession.objects.filter(_over(now)))


def _over(now: datetime) -> Q:
    """Sessions past one of their two limits."""
    too_long = Q(started_at__lte=now - timedelta(seconds=settings.SESSION_COOKIE_AGE))
    return too_long | Q(seen_at__lte=now - timedelta(seconds=settings.SESSION_IDLE_SECONDS))


def _forget(sessions) -> int:
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
