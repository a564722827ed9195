"""What a commander answered stays as it was."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON improvement_reply FROM heard_app;",
            "GRANT UPDATE, DELETE ON improvement_reply TO heard_app;",
        )
    ]
