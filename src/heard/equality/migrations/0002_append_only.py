"""What somebody said of themselves stays as they said it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("equality", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON equality_profile FROM heard_app;",
            "GRANT UPDATE, DELETE ON equality_profile TO heard_app;",
        )
    ]
