"""Who was asked for an answer that somebody may see is shown to them: by it its survey is known."""

from django.db import migrations

ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
OF_THEIRS = (
    "EXISTS (SELECT FROM responses_response r WHERE r.invitation_id = invitations_invitation.id)"
)


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0017_answers_behind_the_wall"),
        ("invitations", "0009_second_wall"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY seen ON invitations_invitation USING ({ALL} OR {OF_THEIRS});",
            f"ALTER POLICY seen ON invitations_invitation USING ({ALL});",
        )
    ]
