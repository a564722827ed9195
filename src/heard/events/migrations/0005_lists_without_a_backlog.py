"""Each look-up in one of these lists read all that had been added to it lately, row by row."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations

INDEXES = (
    ("contact", "incident_ids", "events_contact_incidents"),
    ("contact", "traces", "events_contact_traces"),
    ("incident", "master_ids", "events_incident_masters"),
)


class Migration(migrations.Migration):
    dependencies = [("events", "0004_people_crimes_markers")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                operation
                for model, field, name in INDEXES
                for operation in (
                    migrations.RemoveIndex(model, name),
                    migrations.AddIndex(
                        model, GinIndex(fastupdate=False, fields=[field], name=name)
                    ),
                )
            ],
            database_operations=[
                migrations.RunSQL(
                    f"ALTER INDEX {name} SET (fastupdate = off);"
                    f"SELECT gin_clean_pending_list('{name}'::regclass)",
                    f"ALTER INDEX {name} RESET (fastupdate)",
                )
                for _, _, name in INDEXES
            ],
        )
    ]
