"""Dead letters are listed by the time they came, by rule and by source."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside a transaction, so that nobody waits for the index to be built; what an attempt that
    # was cut short left behind is built anew.
    atomic = False
    dependencies = [("events", "0002_append_only")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS events_dead_received;", migrations.RunSQL.noop),
        AddIndexConcurrently("deadletter", models.Index(fields=["received_at"], name="events_dead_received")),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS events_dead_by_rule;", migrations.RunSQL.noop),
        AddIndexConcurrently("deadletter", models.Index(fields=["rule", "received_at"], name="events_dead_by_rule")),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS events_dead_by_source;", migrations.RunSQL.noop),
        AddIndexConcurrently("deadletter", models.Index(fields=["source", "received_at"], name="events_dead_by_source")),
    ]
