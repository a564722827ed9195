"""When a programme asked last is found without reading all that it asked."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside a transaction, so that nobody waits for the index to be built; what an attempt that
    # was cut short left behind is built anew.
    atomic = False
    dependencies = [("invitations", "0001_initial")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS invitations_by_programme;", migrations.RunSQL.noop),
        AddIndexConcurrently("invitation", models.Index(fields=["programme", "asked_at"], name="invitations_by_programme")),
    ]
