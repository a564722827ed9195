"""A letter has a title and an address to unsubscribe at, which are an e-mail's, and an account."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import heard.vault.fields

FINAL = ("sent", "technical-failure", "temporary-failure", "permanent-failure", "delivered", "cancelled")


class Migration(migrations.Migration):
    dependencies = [("delivery", "0002_newest_first")]

    # No row is rewritten or read for any of these; those that are there are checked in 0004.
    operations = [
        migrations.AddField(
            "letter",
            "account",
            models.TextField(blank=True, db_default="", help_text="whose budget pays: a programme's slug, or nobody's"),
        ),
        migrations.AddField(
            "letter", "title", models.TextField(blank=True, db_default="", help_text="an e-mail's; not personal")
        ),
        migrations.AddField("letter", "unsubscribe", heard.vault.fields.SealedTextField(null=True)),
        AddConstraintNotValid(
            "letter",
            models.CheckConstraint(
                condition=models.Q(("state__in", FINAL), _negated=True) | models.Q(unsubscribe__isnull=True),
                name="delivery_letter_final_has_no_unsubscribe",
            ),
        ),
    ]
