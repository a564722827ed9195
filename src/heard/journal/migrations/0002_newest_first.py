"""The journal is listed by time, by who did it and by what was done."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside a transaction, so that nobody waits for the index to be built; what an attempt that
    # was cut short left behind is built anew.
    atomic = False
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS journal_entry_at;", migrations.RunSQL.noop),
        AddIndexConcurrently("entry", models.Index(fields=["at"], name="journal_entry_at")),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS journal_entry_by_actor;", migrations.RunSQL.noop),
        AddIndexConcurrently("entry", models.Index(fields=["actor_id", "at"], name="journal_entry_by_actor")),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS journal_entry_by_act;", migrations.RunSQL.noop),
        AddIndexConcurrently("entry", models.Index(fields=["act", "at"], name="journal_entry_by_act")),
    ]
