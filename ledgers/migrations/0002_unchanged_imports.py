from django.conf import settings
from django.db import migrations, models


def end_unchanged(apps, schema_editor):
    """Imports that wait for a person although there is nothing to write and nothing to resolve have ended."""
    waiting = apps.get_model("ledgers", "ImportBatch").objects.filter(state="checked")
    for batch in waiting.only("counts").iterator():
        if batch.counts.get("same") and not any(batch.counts.get(key) for key in ("new", "changed", "flag", "error")):
            waiting.filter(pk=batch.pk).update(state="unchanged")


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_organisations'),
        ('audit', '0002_append_only'),
        ('ledgers', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='importbatch',
            name='one_import_per_file',
        ),
        migrations.AddConstraint(
            model_name='importbatch',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('waiting', 'checked', 'unchanged', 'committed'))), fields=('organisation', 'kind', 'sha256'), name='one_import_per_file', violation_error_message='这个文件已经上传过。'),
        ),
        migrations.RunPython(end_unchanged, migrations.RunPython.noop),
    ]
