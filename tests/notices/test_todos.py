"""To-dos are computed from the data and empty themselves."""

from datetime import date

import pytest

from longting.accounts.models import User
from longting.notices.models import Notice
from longting.notices.todos import Counts, Todo, counts, todos_of
from tests.factories import make_user

TODAY = date(2026, 11, 24)
HERE = "tests.notices.test_todos"


def closed_accounts(user, today):
    """A source over real rows: accounts to be opened again."""
    found = User.objects.filter(is_active=False)
    return [Todo("启用账号", row.name, "账号已停用", None, f"/account/{row.pk}/", "启用") for row in found]


def deadlines(user, today):
    """A source with and without time limits."""
    rows = [("丙", None), ("乙", date(2026, 12, 1)), ("甲", date(2026, 12, 1)), ("丁", today)]
    return [Todo(title, "示范项目", "补正", due, "/projects/7/", "去补正") for title, due in rows]


def nothing(user, today):
    return []


@pytest.fixture
def user(db):
    return make_user("wangxiaoming")


def test_the_most_urgent_comes_first_and_what_has_no_limit_last(user, settings):
    settings.TODO_SOURCES = [f"{HERE}.nothing", f"{HERE}.deadlines"]
    assert [todo.title for todo in todos_of(user, TODAY)] == ["丁", "乙", "甲", "丙"]


def test_all_sources_come_together(user, settings):
    settings.TODO_SOURCES = [f"{HERE}.deadlines", f"{HERE}.closed_accounts"]
    make_user("liming", name="李明", is_active=False)
    assert [todo.title for todo in todos_of(user, TODAY)] == ["丁", "乙", "甲", "丙", "启用账号"]


def test_a_to_do_is_gone_once_it_is_done_by_whoever(user, settings):
    settings.TODO_SOURCES = [f"{HERE}.closed_accounts"]
    closed = make_user("liming", is_active=False)
    before = [len(todos_of(person, TODAY)) for person in (user, closed)]
    closed.is_active = True
    closed.save()
    assert (before, [len(todos_of(person, TODAY)) for person in (user, closed)]) == ([1, 1], [0, 0])


def test_the_page_head_counts_unread_notices_and_to_dos(user, settings, tell):
    settings.TODO_SOURCES = [f"{HERE}.deadlines"]
    tell(user)
    tell(user, text="示范项目：已签批。")
    Notice.objects.filter(text="示范项目：已签批。").update(read_at=Notice.objects.first().created_at)
    found = counts(user, TODAY)
    assert (found, found.total) == (Counts(unread=1, todos=4), 5)


def test_without_anything_the_page_head_shows_nought(user, settings):
    settings.TODO_SOURCES = []
    assert counts(user, TODAY).total == 0
