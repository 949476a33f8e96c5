"""A short trail, and the means to tamper with it."""

import pytest
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
        return record_many(entries, actor=SYSTEM)


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
