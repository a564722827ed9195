"""Moves are kept: `heard_app` adds them, and changes or deletes none."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON organisation_line, organisation_post FROM heard_app;",
            "GRANT UPDATE, DELETE ON organisation_line, organisation_post TO heard_app;",
        )
    ]
