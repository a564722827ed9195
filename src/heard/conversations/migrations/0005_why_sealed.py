"""Why a conversation was passed on is sealed: an adviser may have written of the citizen."""

import heard.vault.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('conversations', '0004_quick_exit'),
    ]

    operations = [
        migrations.RemoveField(model_name="stint", name="why"),
        migrations.AddField(
            model_name="stint",
            name="why",
            field=heard.vault.fields.SealedTextField(
                help_text="why it went on, in the adviser's words", null=True
            ),
        ),
    ]
