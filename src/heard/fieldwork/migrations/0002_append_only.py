"""What was brought in stays as it came."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON fieldwork_submission FROM heard_app;",
            "GRANT UPDATE, DELETE ON fieldwork_submission TO heard_app;",
        )
    ]
