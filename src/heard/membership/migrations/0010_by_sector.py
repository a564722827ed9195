"""Members know whether they were placed by the sector of their postcode alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0009_forget_what_was_said")]

    operations = [
        migrations.AddField(
            "member",
            "by_sector",
            models.BooleanField(
                default=False,
                help_text="their postcode is not known, and its sector lies in one area",
            ),
        )
    ]
