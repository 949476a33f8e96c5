from django.db import migrations

from longting.accounts import seed


def plant(apps, schema_editor):
    """Through the historical model, so that later columns cannot break this step."""
    seed.organisations(apps.get_model("accounts", "Organisation"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
