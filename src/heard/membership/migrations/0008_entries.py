"""Entries of officers' phones are known again by their id, and stay as they are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0007_replies_by_text")]

    operations = [
        migrations.CreateModel(
            "Entry",
            [
                (
                    "instance",
                    models.UUIDField(
                        primary_key=True,
                        serialize=False,
                        help_text="the id that the phone gave it",
                    ),
                ),
                ("taken_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON membership_entry FROM heard_app;",
            "GRANT UPDATE, DELETE ON membership_entry TO heard_app;",
        ),
    ]
