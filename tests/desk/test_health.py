"""The probes: alive is not yet ready."""

import pytest
from django.db import OperationalError, connection

from longting.desk.views import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def embedded(settings, tmp_path):
    """The queue is a folder, whatever this run uses."""
    settings.REDIS_URL, settings.QUEUE_DIR = "", tmp_path


def asked(client, path: str) -> tuple[int, dict]:
    answer = client.get(path)
    return answer.status_code, answer.json()


def test_ready_when_every_part_answers(client):
    assert asked(client, "/readyz") == (200, {"status": "ok", "parts": {"database": True, "queue": True}})


def test_a_database_that_does_not_answer_is_named_and_the_process_still_lives(client, monkeypatch):
    def gone():
        raise OperationalError("server closed the connection: host 10.0.0.7")

    monkeypatch.setattr(connection, "cursor", gone)
    parts = {"database": False, "queue": True}
    assert asked(client, "/readyz") == (503, {"status": "unavailable", "parts": parts})
    assert asked(client, "/healthz") == (200, {"status": "ok"})


def test_a_queue_that_is_gone_is_named(client, settings, tmp_path):
    settings.QUEUE_DIR = tmp_path / "gone"
    assert asked(client, "/readyz")[1]["parts"] == {"database": True, "queue": False}


def test_a_server_that_refuses_is_no_queue(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert not health._queue_answers()
