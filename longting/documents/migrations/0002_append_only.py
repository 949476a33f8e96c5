"""Issued papers can only be added to, whoever asks. The statements are frozen here; see longting/audit/triggers.py."""

from django.db import migrations

ADD = {
    "sqlite": (
        "CREATE TRIGGER documents_issueddocument_no_update BEFORE UPDATE ON documents_issueddocument "
        "BEGIN SELECT RAISE(ABORT, 'documents_issueddocument 只能追加，不能修改或删除'); END",
        "CREATE TRIGGER documents_issueddocument_no_delete BEFORE DELETE ON documents_issueddocument "
        "BEGIN SELECT RAISE(ABORT, 'documents_issueddocument 只能追加，不能修改或删除'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% 只能追加，不能修改或删除', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE TRIGGER documents_issueddocument_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON documents_issueddocument "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}
DROP = {
    "sqlite": (
        "DROP TRIGGER documents_issueddocument_no_update",
        "DROP TRIGGER documents_issueddocument_no_delete",
    ),
    "postgresql": ("DROP TRIGGER documents_issueddocument_append_only ON documents_issueddocument",),
}


def protect(apps, schema_editor):
    for statement in ADD[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def release(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
