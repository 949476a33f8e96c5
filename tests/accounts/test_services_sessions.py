from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.db.models import QuerySet

from longting.accounts.models import UserSession
from longting.accounts.services import sessions
from longting.audit.models import AuditEvent
from longting.common.errors import Refused

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def begin(person, key, now=NOW):
    Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=12))
    return sessions.begin_session(person, session_key=key, ip="10.1.1.1", agent="浏" * 300, now=now, actor=person)


def keys(person):
    return sorted(person.sessions.values_list("session_key", flat=True))


def test_a_sign_in_is_noted_and_recorded(cast):
    session = begin(cast.beijiao, "a")
    assert (session.ip, len(session.agent), session.started_at, session.seen_at) == ("10.1.1.1", 200, NOW, NOW)
    assert (AuditEvent.objects.get().verb, AuditEvent.objects.get().summary) == ("sign_in", "李北郊登录")


def test_one_too_many_ends_the_session_unused_longest(cast, settings):
    settings.SESSIONS_PER_USER = 3
    for minute, key in enumerate("abc"):
        begin(cast.beijiao, key, NOW + timedelta(minutes=minute))
    UserSession.objects.filter(session_key="a").update(seen_at=NOW + timedelta(minutes=5))
    begin(cast.beijiao, "d", NOW + timedelta(minutes=6))
    assert keys(cast.beijiao) == ["a", "c", "d"]
    assert not Session.objects.filter(session_key="b").exists()
    assert AuditEvent.objects.first().summary == "李北郊登录，超过 3 处同时登录，最早的 1 处已退出"


def test_sessions_of_others_do_not_count(cast):
    for key in "abc":
        begin(cast.zhujian, key)
    begin(cast.beijiao, "d")
    assert (keys(cast.zhujian), keys(cast.beijiao)) == (["a", "b", "c"], ["d"])


def test_notes_of_sessions_past_their_time_go_at_the_next_sign_in(cast):
    begin(cast.beijiao, "idle", NOW - timedelta(minutes=31))
    begin(cast.beijiao, "long", NOW - timedelta(hours=12))
    UserSession.objects.filter(session_key="long").update(seen_at=NOW)
    begin(cast.beijiao, "new")
    assert keys(cast.beijiao) == ["new"]
    assert AuditEvent.objects.first().summary == "李北郊登录"


@pytest.mark.parametrize(
    ("started", "seen", "words"),
    [
        (0, 0, ""),
        (700, 29, ""),
        (100, 30, "已有 30 分钟没有操作，为安全起见请重新登录。"),
        (719, 0, ""),
        (720, 0, "登录已满 12 小时，请重新登录。"),
    ],
)
def test_a_session_lives_half_an_hour_idle_and_twelve_hours_in_all(started, seen, words):
    session = UserSession(started_at=NOW - timedelta(minutes=started), seen_at=NOW - timedelta(minutes=seen))
    assert sessions.state_of(session, NOW) == words


def test_a_session_without_note_has_ended():
    assert sessions.state_of(None, NOW) == "这次登录已在别处结束，请重新登录。"


@pytest.mark.parametrize(("seconds", "written"), [(59, False), (60, True)])
def test_the_time_of_last_use_is_written_once_a_minute(cast, seconds, written):
    session = begin(cast.beijiao, "a")
    later = NOW + timedelta(seconds=seconds)
    sessions.touch_session(session, now=later)
    assert (UserSession.objects.get().seen_at == later) == written


def test_a_database_that_is_busy_keeps_nobody_from_reading(cast, monkeypatch):
    session = begin(cast.beijiao, "a")

    def locked(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(QuerySet, "update", locked)
    sessions.touch_session(session, now=NOW + timedelta(minutes=5))
    assert UserSession.objects.get().seen_at == NOW


def test_one_ends_ones_own_session_elsewhere(cast):
    session = begin(cast.beijiao, "a")
    sessions.end_session(session, actor=cast.beijiao)
    assert (keys(cast.beijiao), Session.objects.count()) == ([], 0)
    assert AuditEvent.objects.first().summary == "李北郊结束了自己在 10.1.1.1 的登录"


def test_nobody_ends_somebody_elses_session(cast):
    session = begin(cast.beijiao, "a")
    with pytest.raises(Refused, match="只能结束自己的登录会话"):
        sessions.end_session(session, actor=cast.zhujian)
    assert keys(cast.beijiao) == ["a"]


def test_a_session_from_nowhere_known_can_be_ended(cast):
    session = begin(cast.beijiao, "a")
    session.ip = ""
    sessions.end_session(session, actor=cast.beijiao)
    assert AuditEvent.objects.first().summary == "李北郊结束了自己在 未知地址 的登录"


def test_all_other_sessions_end_and_this_one_stays(cast):
    for key in "abc":
        begin(cast.beijiao, key)
    assert sessions.end_other_sessions(cast.beijiao, keep="b", actor=cast.beijiao) == 2
    assert keys(cast.beijiao) == ["b"]
    assert AuditEvent.objects.first().summary == "李北郊结束了自己在别处的 2 个登录"


def test_ending_none_leaves_no_trace(cast):
    begin(cast.beijiao, "a")
    assert sessions.end_other_sessions(cast.beijiao, keep="a", actor=cast.beijiao) == 0
    assert AuditEvent.objects.count() == 1


def test_a_new_session_id_keeps_the_note(cast):
    begin(cast.beijiao, "a")
    sessions.renew_session(cast.beijiao, old_key="a", new_key="b")
    assert keys(cast.beijiao) == ["b"]


def test_leaving_removes_the_note(cast):
    begin(cast.beijiao, "a")
    sessions.sign_out(cast.beijiao, session_key="a", actor=cast.beijiao)
    assert (keys(cast.beijiao), AuditEvent.objects.first().summary) == ([], "李北郊退出")


def test_the_daily_cleaning_ends_what_nobody_came_back_to(cast):
    begin(cast.beijiao, "old", NOW - timedelta(minutes=31))
    begin(cast.zhujian, "new")
    assert sessions.sweep_sessions(NOW) == 1
    assert [list(Session.objects.values_list("pk", flat=True)), keys(cast.zhujian)] == [["new"], ["new"]]
