"""The queue of comments to be looked at."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Outside a transaction, so that nobody waits for the index to be built.
    atomic = False
    dependencies = [("responses", "0003_comments_are_looked_at")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS responses_comment_due;", migrations.RunSQL.noop),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS responses_draft_words_due;", migrations.RunSQL.noop),
        AddIndexConcurrently("draft", models.Index(fields=["words_due_at"], name="responses_draft_words_due", condition=models.Q(("words_due_at__isnull", False)))),
        AddIndexConcurrently("comment", models.Index(fields=["due_at"], name="responses_comment_due", condition=models.Q(("due_at__isnull", False)))),
    ]
