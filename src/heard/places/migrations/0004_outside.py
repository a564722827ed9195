"""Postcodes know when they lie outside; editions that were taken in stay as they were."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0003_postcodes")]

    operations = [
        migrations.AddField(
            "postcode",
            "outside",
            models.BooleanField(default=False, help_text="of the force's districts"),
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON places_directory, places_postcode FROM heard_app;",
            "GRANT UPDATE, DELETE ON places_directory, places_postcode TO heard_app;",
        ),
    ]
