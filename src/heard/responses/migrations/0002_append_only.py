"""What somebody said stays as they said it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("responses", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON responses_response, responses_answer, responses_comment"
            " FROM heard_app;",
            "GRANT UPDATE, DELETE ON responses_response, responses_answer, responses_comment"
            " TO heard_app;",
        )
    ]
