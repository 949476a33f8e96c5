from django.conf import settings
from django.db import migrations, models

from longting.common.canonical import digest
from projects.wording import shown

#: As `projects.spoken_of` had them at this step; later facts are not in the historical model.
SPOKEN_OF = (
    "name", "owner_name", "content", "total_investment", "fits_plan", "is_livelihood", "is_infrastructure",
    "is_government", "limb_reason",
)


def freeze(apps, schema_editor):
    """Nobody wrote down what the overrides there are were made for: the facts of today are taken for theirs."""
    overrides = apps.get_model("projects", "EligibilityOverride").objects.select_related("project")
    for override in overrides.iterator():
        facts = {key: getattr(override.project, key) for key in SPOKEN_OF}
        override.facts = {key: shown(key, value) for key, value in facts.items()}
        override.facts_digest = digest(facts)
        override.save(update_fields=["facts", "facts_digest"])


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0004_committee_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='eligibilityoverride',
            name='facts',
            field=models.JSONField(default=dict, verbose_name='提出时的事实'),
        ),
        migrations.AddField(
            model_name='eligibilityoverride',
            name='facts_digest',
            field=models.CharField(blank=True, max_length=64, verbose_name='事实校验码'),
        ),
        migrations.AddField(
            model_name='eligibilityoverride',
            name='lapsed_at',
            field=models.DateTimeField(null=True, verbose_name='失效时间'),
        ),
        migrations.AddField(
            model_name='eligibilityoverride',
            name='lapsed_for',
            field=models.TextField(blank=True, verbose_name='失效原因'),
        ),
        migrations.AddConstraint(
            model_name='eligibilityoverride',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lapsed_at__isnull', False), ('state', 'lapsed')), models.Q(('lapsed_at__isnull', True), models.Q(('state', 'lapsed'), _negated=True)), _connector='OR'), name='override_lapsed_at_a_moment'),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
