"""A short trail, and the means to tamper with it."""

from contextlib import contextmanager

import pytest
from celery import Celery, current_app
from django.db import connection, transaction

from longting.audit import triggers
from longting.audit.models import AuditEvent, AuditHead
from longting.audit.services import SYSTEM, Entry, record_many


def write_trail(number: int) -> list[AuditEvent]:
    """`number` records about one project."""
    with transaction.atomic():
        entries = [
            Entry("create", "project", 7, "示范项目", f"第{place}次登记", {"总投资": ["—", place]}, project_id=7)
            for place in range(1, number + 1)
        ]
        record_many(entries, actor=SYSTEM)
    return list(AuditEvent.objects.order_by("-seq")[:number])[::-1]


@pytest.fixture
def trail(db):
    """Eight records whose chain holds."""
    return write_trail(8)


@pytest.fixture
def sql(db):
    """Runs one statement as somebody who owns the database: the triggers are off until the end of the test."""
    triggers.remove(connection)

    def run(statement: str, *values) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, list(values))

    return run


@pytest.fixture
def head():
    """Reads the head of the chain."""
    return lambda: AuditHead.objects.get()


class Queue:
    """A queue in memory, read as a worker would."""

    def __init__(self):
        self.app = Celery("queue of a test", broker="memory://", set_as_current=False)

    def take(self) -> list[tuple[str, list]]:
        """(task, arguments) of every waiting message."""
        found = []
        with self.app.connection_for_read() as connection:
            waiting = connection.SimpleQueue("celery")
            while waiting.qsize():
                message = waiting.get_nowait()
                message.ack()
                found.append((message.headers["task"], message.payload[0]))
            waiting.close()
        return found


@contextmanager
def speaking_to(app: Celery):
    """Let hints go to `app`'s broker."""
    usual = current_app._get_current_object()
    app.set_current()
    try:
        yield
    finally:
        usual.set_current()


@pytest.fixture
def queue():
    """A queue that can be reached; `queue.take()` reads it."""
    found = Queue()
    with speaking_to(found.app):
        found.take()
        yield found


@pytest.fixture
def dead_queue():
    """A broker where nobody listens, with the patience of production."""
    app = Celery("dead queue", broker="redis://127.0.0.1:1/0", set_as_current=False)
    patience = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
    app.conf.broker_transport_options = patience | {"socket_connect_timeout": 1}
    with speaking_to(app):
        yield app
