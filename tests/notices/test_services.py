"""Telling people."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction

from longting.common import clock
from longting.notices.models import Notice
from longting.notices.services import mark_all_read, mark_read, notify, sweep_notices
from tests.factories import make_user

TEXT, URL = "示范项目：请签批资格改判。", "/projects/7/"
EVENING = datetime.fromisoformat("2026-11-24T23:59:00+08:00")


@pytest.fixture
def reader(db):
    return make_user("wangxiaoming")


def test_everybody_named_is_told_once(tell, reader):
    other = make_user("liming")
    tell(reader, other, reader)
    told = Notice.objects.order_by("user__username").values_list("user__username", "text", "url", "read_at")
    assert list(told) == [("liming", TEXT, URL, None), ("wangxiaoming", TEXT, URL, None)]


def test_a_closed_account_is_not_told(tell, db):
    tell(make_user("liming", is_active=False))
    assert Notice.objects.count() == 0


def test_nobody_to_tell_is_no_fault(tell, db):
    tell()
    assert Notice.objects.count() == 0


def test_the_same_notice_comes_once_a_day_and_again_the_next_day(tell, reader):
    for minutes in (0, 0, 2):
        with time_machine.travel(EVENING + timedelta(minutes=minutes), tick=False):
            tell(reader)
    assert [str(notice.day) for notice in Notice.objects.order_by("day")] == ["2026-11-24", "2026-11-25"]


@pytest.mark.parametrize("other", [{"text": "示范项目：已签批。"}, {"url": "/projects/8/"}])
def test_another_text_or_page_is_another_notice(tell, reader, other):
    tell(reader)
    tell(reader, **other)
    assert Notice.objects.count() == 2


def test_what_is_out_of_date_counts_as_read(tell, reader):
    other = make_user("liming")
    tell(reader, other, text="检查完了：可以导入 50 行。")
    tell(reader, text="别的事。", url="/projects/8/")
    tell(reader, text="检查完了：可以导入 59 行。", replaces=True)
    tell(reader, text="检查完了：可以导入 59 行。", replaces=True)
    unread = Notice.objects.unread().order_by("id").values_list("user__username", "text")
    assert list(unread) == [
        ("liming", "检查完了：可以导入 50 行。"),
        ("wangxiaoming", "别的事。"),
        ("wangxiaoming", "检查完了：可以导入 59 行。"),
    ]


def test_an_act_undone_tells_nobody(reader, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValueError), transaction.atomic():
        notify([reader], text=TEXT)
        raise ValueError
    assert Notice.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_notice_that_cannot_be_stored_does_not_undo_the_act(caplog):
    reader = make_user("wangxiaoming")
    with connection.execute_wrapper(_broken_notices), transaction.atomic():
        reader.name = "王晓明"
        reader.save()
        notify([reader], text=TEXT)
    reader.refresh_from_db()
    assert (reader.name, Notice.objects.count()) == ("王晓明", 0)
    assert "on_commit" in caplog.text


@pytest.mark.parametrize("url", ["https://example.com/", "//example.com/", "javascript:alert(1)", "projects/7/"])
def test_a_notice_never_leads_out_of_the_site(reader, url):
    with pytest.raises(ValueError, match="a page of this site"):
        notify([reader], text=TEXT, url=url)


def test_a_text_too_long_is_cut(tell, reader):
    tell(reader, text="长" * 400)
    assert len(Notice.objects.get().text) == 300


def test_reading_counts_once_and_only_by_its_reader(tell, reader):
    tell(reader)
    notice, first = Notice.objects.get(), clock.now()
    mark_read(notice, actor=make_user("liming"), now=first)
    assert Notice.objects.get().read_at is None
    mark_read(notice, actor=reader, now=first)
    mark_read(notice, actor=reader, now=first + timedelta(hours=1))
    assert Notice.objects.get().read_at == first


def test_reading_all_leaves_other_people_s_notices(tell, reader):
    other = make_user("liming")
    tell(reader, other)
    tell(reader, text="示范项目：已签批。")
    assert mark_all_read(actor=reader, now=clock.now()) == 2
    assert mark_all_read(actor=reader, now=clock.now()) == 0
    assert Notice.objects.visible_to(other).unread().count() == 1


def test_notices_read_long_ago_go_and_unread_ones_stay(tell, reader):
    now = clock.now()
    for days in (179, 181, None):
        tell(reader, text=f"{days}")
        read_at = now - timedelta(days=days) if days else None
        Notice.objects.filter(text=f"{days}").update(read_at=read_at)
    assert sweep_notices(now) == 1
    assert sorted(notice.text for notice in Notice.objects.all()) == ["179", "None"]


def test_a_notice_is_its_text(tell, reader):
    tell(reader)
    assert str(Notice.objects.get()) == TEXT


def _broken_notices(execute, sql, params, many, context):
    if "notices_notice" in sql and sql.startswith("INSERT"):
        raise DatabaseError("disk full")
    return execute(sql, params, many, context)
