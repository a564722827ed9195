"""A response names the contact and the incident that it is about."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0007_time_to_answer'),
        ('responses', '0009_equality'),
    ]

    operations = [
        migrations.AddField(
            model_name='response',
            name='contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.contact'),
        ),
        migrations.AddField(
            model_name='response',
            name='incident',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.incident'),
        ),
    ]
