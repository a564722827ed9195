"""Contacts know how long people waited, and whether a human or a bot answered."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("events", "0006_linked"),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='handler_type',
            field=models.TextField(blank=True, db_default='', help_text='human, bot or bot_then_human; unknown if empty'),
        ),
        migrations.AddField(
            model_name='contact',
            name='seconds_to_answer',
            field=models.PositiveIntegerField(null=True),
        ),
    ]
