"""Shapes that were loaded stay as they were."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON places_loaded FROM heard_app;",
            "GRANT UPDATE, DELETE ON places_loaded TO heard_app;",
        )
    ]
