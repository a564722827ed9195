"""The chain of seals over the journal, which the role that runs Heard may only add to."""

import django.db.models.functions.datetime
from django.db import migrations, models

APPEND_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON journal_seal FROM heard_app;"


class Migration(migrations.Migration):

    dependencies = [("journal", "0002_newest_first")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("entry", models.BigIntegerField(help_text="no foreign key: a seal outlives an entry that is removed", primary_key=True, serialize=False)),
                ("before", models.BinaryField(help_text="the hash of the seal before it", max_length=32)),
                ("hash", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
