"""An event that was told stays as it was told."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON events_event FROM heard_app;",
            "GRANT UPDATE, DELETE ON events_event TO heard_app;",
        )
    ]
