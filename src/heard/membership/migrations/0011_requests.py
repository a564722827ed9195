"""What people ask for waits until the worker goes through it."""

from django.db import migrations, models

import heard.vault.fields


class Migration(migrations.Migration):
    dependencies = [("membership", "0010_by_sector")]

    operations = [
        migrations.CreateModel(
            "Request",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "told",
                    heard.vault.fields.SealedTextField(
                        help_text="JSON: the wish, by whose hand, and from where"
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="the queue")),
            ],
        )
    ]
