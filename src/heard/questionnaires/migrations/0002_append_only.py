"""A published version stays as it was published."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON questionnaires_version, questionnaires_question"
            " FROM heard_app;",
            "GRANT UPDATE, DELETE ON questionnaires_version, questionnaires_question TO heard_app;",
        )
    ]
