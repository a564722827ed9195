"""Incidents know the ward in which they were."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0007_time_to_answer"),
    ]

    operations = [
        migrations.AddField(
            model_name='incident',
            name='ward',
            field=models.TextField(blank=True, db_default='', help_text='by the code of the ONS'),
        ),
    ]
