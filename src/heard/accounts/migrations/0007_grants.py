"""Roles become grants: what everybody held is kept, and holds from the beginning of time on."""

from datetime import UTC, datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # it is not known since when


def grant(apps, schema_editor):
    user, grant = (apps.get_model("accounts", name) for name in ("User", "Grant"))
    grant.objects.bulk_create(
        grant(user_id=number, role=role, begins_at=ALWAYS)
        for number, role in user.objects.order_by("id").values_list("id", "role")
    )


def take_back(apps, schema_editor):
    user, grant = (apps.get_model("accounts", name) for name in ("User", "Grant"))
    for held in grant.objects.filter(ends_at=None).order_by("id"):
        user.objects.filter(pk=held.user_id).update(role=held.role)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_more_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.TextField(choices=[('administrator', 'Administrator'), ('analyst', 'Analyst'), ('viewer', 'Viewer'), ('caller', 'Caller'), ('supervisor', 'Supervisor'), ('officer', 'Officer'), ('contact_handler', 'Contact Handler'), ('team_supervisor', 'Team Supervisor'), ('commander', 'Commander'), ('adviser', 'Adviser'), ('policy_manager', 'Policy Manager'), ('communications', 'Communications'), ('auditor', 'Auditor'), ('hold_reviewer', 'Hold Reviewer'), ('duty_reviewer', 'Duty Reviewer'), ('code_lead', 'Code Lead'), ('training_lead', 'Training Lead'), ('reference_reviewer', 'Reference Reviewer')])),
                ('level', models.TextField(choices=[('force', 'Force'), ('area', 'Area'), ('team', 'Team'), ('person', 'Person')], default='force')),
                ('unit', models.TextField(blank=True, help_text='the code of an area, a team, or whose results: as answers name them; or empty')),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='from then on it does not hold', null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('level', 'force'), ('unit', '')), models.Q(models.Q(('level', 'force'), _negated=True), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='accounts_grant_of_a_unit'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at', None), ('ends_at__gte', models.F('begins_at')), _connector='OR'), name='accounts_grant_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='grant',
            constraint=models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('user', 'role', 'level', 'unit'), name='accounts_grant_once'),
        ),
        migrations.RunPython(grant, take_back),
    ]
