"""Who was asked for an answer that somebody may see is shown to them: by it its survey is known."""

from django.db import migrations

ON = """
    CREATE POLICY seen_by_answer ON invitations_invitation FOR SELECT TO heard_app USING (
        EXISTS (SELECT FROM responses_response r WHERE r.invitation_id = invitations_invitation.id)
    );
"""
OFF = "DROP POLICY seen_by_answer ON invitations_invitation;"


class Migration(migrations.Migration):
    dependencies = [
        ("responses", "0017_answers_behind_the_wall"),
        ("invitations", "0009_second_wall"),
    ]

    operations = [migrations.RunSQL(ON, OFF)]
