"""An answer may come from a caller: without a link, so that it names programme and version itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0004_comments_due"),
        ("eligibility", "0006_changes"),
        ("questionnaires", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="response",
            name="invitation",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="invitations.invitation",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="programme",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="eligibility.programme",
            ),
        ),
        migrations.AddField(
            model_name="response",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="questionnaires.version",
            ),
        ),
        migrations.AlterField(
            model_name="response",
            name="mode",
            field=models.TextField(help_text="how it was answered: web, sms, telephone"),
        ),
        migrations.AddConstraint(
            model_name="response",
            constraint=models.CheckConstraint(
                condition=models.Q(invitation__isnull=False, programme=None, version=None)
                | models.Q(invitation=None, programme__isnull=False, version__isnull=False),
                name="responses_response_by_link_or_caller",
            ),
        ),
    ]
