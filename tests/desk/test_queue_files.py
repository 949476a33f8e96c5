"""The queue of files that the embedded default uses: nobody meets half a file."""

import json
import os
from queue import Empty
from threading import Thread

import pytest
from celery import current_app
from kombu import Connection

from longting import queue_files

LONG = {"body": "报" * 300_000}


@pytest.fixture
def channel(tmp_path):
    """A channel of ours over empty folders; what is read goes to a folder of the test."""
    for name in ("in", "done"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "in"), "data_folder_out": str(tmp_path / "in"),
        "processed_folder": str(tmp_path / "done"), "control_folder": str(tmp_path / "control"),
        "store_processed": True,
    }  # fmt: skip
    with Connection("filesystem://", transport="longting.queue_files.Transport", transport_options=options) as opened:
        yield opened.channel()


def test_it_is_used_exactly_where_there_is_no_redis(settings):
    with current_app.connection_for_write() as connection:
        assert isinstance(connection.transport, queue_files.Transport) is not bool(settings.REDIS_URL)


def test_a_message_comes_out_as_it_went_in(channel):
    channel._put("celery", LONG)
    assert (channel._size("celery"), channel._get("celery"), channel._size("celery")) == (1, LONG, 0)


def test_a_message_has_no_name_a_reader_looks_for_before_it_is_whole(channel, monkeypatch):
    seen, replace = [], os.replace

    def look(part, place):
        with pytest.raises(Empty):
            channel._get("celery")
        seen.append((channel._size("celery"), json.loads(part.read_bytes())))
        replace(part, place)

    monkeypatch.setattr(queue_files.os, "replace", look)
    channel._put("celery", LONG)
    assert (seen, channel._size("celery")) == ([(0, LONG)], 1)


def test_a_reader_beside_a_writer_gets_every_message_whole(channel):
    writer = Thread(target=lambda: [channel._put("celery", LONG) for _ in range(20)])
    writer.start()
    found = []
    while writer.is_alive() or channel._size("celery"):
        try:
            found.append(channel._get("celery"))
        except Empty:
            continue
    assert found == [LONG] * 20


def test_what_cannot_be_written_leaves_nothing_behind(channel, tmp_path, monkeypatch):
    def full(part, place):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(queue_files.os, "replace", full)
    with pytest.raises(queue_files.ChannelError):
        channel._put("celery", LONG)
    assert list((tmp_path / "in").iterdir()) == []


def test_a_torn_message_is_passed_over(channel, tmp_path, caplog):
    (tmp_path / "in" / "0_torn.celery.msg").write_bytes(b'{"body": "')
    channel._put("celery", LONG)
    assert channel._get("celery") == LONG
    assert "passed over" in caplog.text


def test_a_new_table_of_queues_is_never_empty(channel, tmp_path, monkeypatch):
    read, seen = queue_files.filesystem.Channel._queue_bind, []

    def look(self, exchange, *given):
        seen.append(self.get_table(exchange))
        read(self, exchange, *given)

    monkeypatch.setattr(queue_files.filesystem.Channel, "_queue_bind", look)
    channel._queue_bind("celery", "a", "", "a")
    channel._queue_bind("celery", "b", "", "b")
    assert [[row[2] for row in rows] for rows in [*seen, channel.get_table("celery")]] == [[], ["a"], ["b", "a"]]
    assert [path.name for path in (tmp_path / "control").iterdir()] == ["celery.exchange"]
