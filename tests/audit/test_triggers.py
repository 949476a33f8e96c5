"""The database itself keeps the tables append-only; these statements go round the code."""

import pytest
from django.db import IntegrityError, connection, transaction

from longting.audit import triggers
from longting.audit.models import AuditEvent, AuditHead

CHANGES = [
    "UPDATE audit_auditevent SET summary = '改' WHERE seq = 3",
    "UPDATE audit_auditevent SET summary = summary",
    "DELETE FROM audit_auditevent WHERE seq = 3",
    "DELETE FROM audit_auditevent",
]
ONLY_ON = {
    "sqlite": [
        "INSERT OR REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE seq = 3",
        "REPLACE INTO audit_auditevent SELECT * FROM audit_auditevent WHERE seq = 3",
        "UPDATE OR IGNORE audit_auditevent SET summary = '改'",
        "UPDATE OR REPLACE audit_auditevent SET summary = '改'",
    ],
    "postgresql": [
        "TRUNCATE audit_auditevent",
        "TRUNCATE audit_auditevent CASCADE",
        "INSERT INTO audit_auditevent SELECT * FROM audit_auditevent WHERE seq = 3 "
        "ON CONFLICT (seq) DO UPDATE SET summary = '改'",
    ],
}


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("place", range(8))
def test_no_statement_changes_or_deletes_a_record(trail, place):
    statements = CHANGES + ONLY_ON[connection.vendor]
    before = list(AuditEvent.objects.values())
    with pytest.raises(IntegrityError, match="只能追加"):
        execute(statements[place % len(statements)])
    assert list(AuditEvent.objects.values()) == before


def test_raw_deletion_by_the_orm_is_refused(trail):
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.all()._raw_delete("default")


def test_adding_and_moving_the_head_still_work(trail):
    assert AuditHead.objects.update(seq=8) == 1


@pytest.mark.parametrize("table", ["audit_auditevent", "documents_issueddocument"])
def test_the_migrations_leave_every_append_only_table_protected(db, settings, table):
    assert table in settings.APPEND_ONLY_TABLES
    assert triggers.unprotected(connection) == []


def test_without_the_triggers_the_same_statement_passes(trail, sql):
    sql(CHANGES[0])
    assert AuditEvent.objects.get(seq=3).summary == "改"


def test_what_was_removed_is_missed_and_can_be_installed_again(db, settings):
    triggers.remove(connection)
    assert triggers.unprotected(connection) == list(settings.APPEND_ONLY_TABLES)
    triggers.install(connection)
    triggers.install(connection)
    assert triggers.unprotected(connection) == []


def test_the_statements_are_those_of_the_migrations(db):
    before = standing()
    triggers.install(connection)
    assert standing() == before


def standing() -> list[tuple]:
    query = {
        "sqlite": "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid), prosrc FROM pg_trigger "
        "JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal ORDER BY tgname",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return cursor.fetchall()
