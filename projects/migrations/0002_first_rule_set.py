from django.db import migrations

from projects import seed


def plant(apps, schema_editor):
    """Through the historical model, so that later columns cannot break this step."""
    seed.first_rule_set(apps.get_model("projects", "RuleSet"))


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
