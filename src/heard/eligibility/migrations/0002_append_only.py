"""A screening is never changed: only its place in the queue and its currency may be updated."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON eligibility_screening FROM heard_app;"
            "GRANT UPDATE (is_current, due_at, invited_at) ON eligibility_screening TO heard_app;",
            "GRANT UPDATE, DELETE ON eligibility_screening TO heard_app;",
        )
    ]
