"""Append-only tables, kept so by the database itself: whoever goes round the code meets a trigger (SECURITY D-07).

Migrations carry their own frozen copy of these statements. On SQLite a migration that alters such a table builds it
anew and so loses its triggers: it must end by installing them again (a test looks whether they stand).
"""

from django.conf import settings

#: Both databases report this as an IntegrityError.
WORDS = "只能追加，不能修改或删除"

_SQLITE_ADD = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} {words}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} {words}'); END",
)
_SQLITE_DROP = ("DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete")
_SQLITE_STANDING = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"

_POSTGRESQL_ADD = (
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "RAISE EXCEPTION '% {words}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
    "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
_POSTGRESQL_DROP = ("DROP TRIGGER IF EXISTS {table}_append_only ON {table}",)
_POSTGRESQL_STANDING = (
    "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' AND tgrelid = %s::regclass"
)

ADD = {"sqlite": _SQLITE_ADD, "postgresql": _POSTGRESQL_ADD}
DROP = {"sqlite": _SQLITE_DROP, "postgresql": _POSTGRESQL_DROP}
STANDING = {"sqlite": (_SQLITE_STANDING, 2), "postgresql": (_POSTGRESQL_STANDING, 1)}


def install(connection) -> None:
    """Protect every table of settings.APPEND_ONLY_TABLES, also those that are protected already."""
    _run(connection, DROP[connection.vendor] + ADD[connection.vendor])


def remove(connection) -> None:
    """Lift the protection: for tests only, around the emptying of all tables and to tamper on purpose."""
    _run(connection, DROP[connection.vendor])


def unprotected(connection) -> list[str]:
    """The append-only tables whose triggers do not stand."""
    query, expected = STANDING[connection.vendor]
    missing = []
    with connection.cursor() as cursor:
        for table in settings.APPEND_ONLY_TABLES:
            cursor.execute(query, [table])
            if cursor.fetchone()[0] < expected:
                missing.append(table)
    return missing


def _run(connection, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for table in settings.APPEND_ONLY_TABLES:
            for statement in statements:
                cursor.execute(statement.format(table=table, words=WORDS))
