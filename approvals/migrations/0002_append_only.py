"""Versions and steps can only be added, whoever asks. The statements are frozen here; see longting/audit/triggers.py."""

from django.db import migrations

TABLES = ("approvals_declarationversion", "approvals_step", "approvals_liststep")
ADD = {
    "sqlite": (
        "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} 只能追加，不能修改或删除'); END",
        "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        "BEGIN SELECT RAISE(ABORT, '{table} 只能追加，不能修改或删除'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% 只能追加，不能修改或删除', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
DROP = {
    "sqlite": ("DROP TRIGGER {table}_no_update", "DROP TRIGGER {table}_no_delete"),
    "postgresql": ("DROP TRIGGER {table}_append_only ON {table}",),
}


def run(statements, schema_editor):
    for table in TABLES:
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement.replace("{table}", table), params=None)


def protect(apps, schema_editor):
    run(ADD, schema_editor)


def release(apps, schema_editor):
    run(DROP, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
