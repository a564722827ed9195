"""What somebody chose or entered stays as they gave it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("responses", "0006_details"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON responses_detail FROM heard_app;",
            "GRANT UPDATE, DELETE ON responses_detail TO heard_app;",
        )
    ]
