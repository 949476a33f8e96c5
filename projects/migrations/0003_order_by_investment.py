from django.db import migrations

#: The list puts unknown amounts last in both directions. Django's own indexes cannot say so, and SQLite refuses to.
ADD = """
CREATE INDEX project_total_falling ON projects_project (total_investment DESC NULLS LAST, id);
CREATE INDEX project_total_rising ON projects_project (total_investment ASC NULLS LAST, id);
"""
DROP = "DROP INDEX project_total_falling; DROP INDEX project_total_rising;"


def run(sql):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return on_postgresql


class Migration(migrations.Migration):
    dependencies = [("projects", "0002_first_rule_set")]

    operations = [migrations.RunPython(run(ADD), run(DROP))]
