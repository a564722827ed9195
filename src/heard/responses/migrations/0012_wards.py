"""Responses keep the ward of what they are about."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("responses", "0011_about_those_before"),
    ]

    operations = [
        migrations.AddField(
            model_name='response',
            name='ward',
            field=models.TextField(blank=True, db_default='', help_text='by the code of the ONS'),
        ),
    ]
