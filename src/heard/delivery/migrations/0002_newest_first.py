"""Letters are listed by the time they were posted, all of them or those in one state."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside a transaction, so that nobody waits for the index to be built; what an attempt that
    # was cut short left behind is built anew.
    atomic = False
    dependencies = [("delivery", "0001_initial")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS delivery_letter_posted;", migrations.RunSQL.noop),
        AddIndexConcurrently("letter", models.Index(fields=["posted_at"], name="delivery_letter_posted")),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS delivery_letter_state_posted;", migrations.RunSQL.noop),
        AddIndexConcurrently("letter", models.Index(fields=["state", "posted_at"], name="delivery_letter_state_posted")),
    ]
