"""A long write holds SQLite: reading goes on at once, writing is told the truth. On a file, as in a real installation:
the usual database of the tests lies in memory, where readers wait too."""

import sqlite3
import time
from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from ledgers.enums import BatchState
from longting.accounts.models import UserSession
from longting.audit.models import Job
from longting.audit.models.job import JobState
from longting.common import clock
from longting.common.busy import not_waiting
from longting.env import database
from tests.factories import PASSWORD, client_of
from tests.ledgers.batches import make_batch

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/account/login/"
WORDS = "系统正在写入一批数据，请稍后再试"
PATIENCE = 1.5  # seconds; in a real installation twenty


@pytest.fixture(params=[name for name in [connection.vendor] if name == "sqlite"])  # PostgreSQL locks rows only
def on_file(cast, tmp_path, monkeypatch):
    """The database of the test, copied to a file that other connections see; writers wait PATIENCE."""
    path = tmp_path / "copy.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(path) as copy:
        connection.connection.backup(copy)
    copy.close()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    settings = {**connection.settings_dict, **database(production=False, fallback="")}
    settings["OPTIONS"] = {**settings["OPTIONS"], "timeout": PATIENCE}
    usual, held = connections["default"], type(connections["default"])(settings, "default")
    connections["default"] = held
    held.ensure_connection()
    yield path
    held.close()
    connections["default"] = usual


@pytest.fixture
def writing(on_file):
    """Somebody else in the middle of a long write; call it to begin."""
    others = []

    def begin():
        other = sqlite3.connect(on_file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        others.append(other)

    yield begin
    for other in others:
        other.close()


def running_import(officer):
    payload = {"act": "commit"}
    job = Job.objects.create(
        kind="import_workbook", key="x", payload=payload, state=JobState.RUNNING, created_at=clock.now(), actor_id="1"
    )
    counts = dict.fromkeys(("new", "same", "changed", "flag", "error", "skipped", "read"), 0) | {"skipped_words": ""}
    return make_batch(officer, BatchState.CHECKED, job=job, counts=counts, layout=[])


def test_the_page_of_a_running_import_opens_at_once_with_its_message(cast, on_file, writing):
    batch, browser = running_import(cast.officer), client_of(cast.officer)
    assert browser.post(reverse("notices:notice-read-all")).status_code == 302
    UserSession.objects.update(seen_at=clock.now() - timedelta(minutes=5))
    writing()
    begun = time.monotonic()
    page = browser.get(reverse("ledgers:import-detail", args=[batch.public_id]))
    assert (page.status_code, "没有未读的消息" in page.text) == (200, True)
    assert time.monotonic() - begun < PATIENCE


def test_an_act_meanwhile_is_told_to_try_again(cast, on_file, writing):
    browser = client_of(cast.beijiao)
    writing()
    answer = browser.post(reverse("notices:notice-read-all"))
    assert (answer.status_code, answer["Retry-After"], WORDS in answer.text) == (503, "10", True)


def test_a_sign_in_meanwhile_is_told_to_try_again(cast, on_file, writing):
    writing()
    answer = Client().post(LOGIN, {"username": "beijiao", "password": PASSWORD})
    assert (answer.status_code, WORDS in answer.text, "维护" in answer.text) == (503, True, False)


def test_control_without_the_long_write_both_go(cast, on_file):
    assert Client().post(LOGIN, {"username": "beijiao", "password": PASSWORD}).status_code == 302
    assert client_of(cast.beijiao).post(reverse("notices:notice-read-all")).status_code == 302


def test_a_write_that_may_be_left_out_gives_up_at_once_and_the_next_one_waits_again(on_file, writing):
    writing()
    waited = []
    for patience in (not_waiting, nullcontext):
        begun = time.monotonic()
        with pytest.raises(OperationalError), patience():
            UserSession.objects.update(agent="x")
        waited.append(time.monotonic() - begun >= PATIENCE / 2)
    assert waited == [False, True]
