"""Every comment is looked at once: its place in that queue is all of it that may be updated."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("responses", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="due_at",
            field=models.DateTimeField(
                help_text="the queue of being looked at for danger", null=True
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="mode",
            field=models.TextField(help_text="how it was answered: web, sms"),
        ),
        migrations.AddField(
            model_name="draft",
            name="words_due_at",
            field=models.DateTimeField(
                help_text="the queue of being looked at for danger", null=True
            ),
        ),
        # What came in before this was never looked at.
        migrations.RunSQL(
            "UPDATE responses_comment SET due_at = now();"
            "UPDATE responses_draft SET words_due_at = now();"
            "GRANT UPDATE (due_at) ON responses_comment TO heard_app;",
            "REVOKE UPDATE (due_at) ON responses_comment FROM heard_app;",
        ),
    ]
