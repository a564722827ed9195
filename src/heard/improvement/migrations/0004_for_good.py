"""What was reviewed, entered or minuted stays as it was."""

from django.db import migrations

TABLES = "improvement_commentreview, improvement_completion, improvement_meeting"


class Migration(migrations.Migration):
    dependencies = [("improvement", "0003_learning")]

    operations = [
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE ON {TABLES} FROM heard_app;",
            f"GRANT UPDATE, DELETE ON {TABLES} TO heard_app;",
        )
    ]
