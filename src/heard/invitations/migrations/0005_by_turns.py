"""Which invitations are answered by text, and all that a person got."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside a transaction, as in 0002.
    atomic = False
    dependencies = [("invitations", "0004_returned")]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="by_turns",
            field=models.BooleanField(db_default=False, help_text="answered by text; the token is in nobody's hands"),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS invitations_by_person;", migrations.RunSQL.noop),
        AddIndexConcurrently("invitation", models.Index(fields=["person_print", "asked_at"], name="invitations_by_person")),
    ]
