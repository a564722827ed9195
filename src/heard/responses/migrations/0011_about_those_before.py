"""Responses that came in before name what they are about too, as they would have then."""

from django.db import migrations

_NAME = """
    UPDATE responses_response AS r SET contact_id = found.contact_id, incident_id = found.incident_id
    FROM (
        SELECT i.id AS invitation_id,
            coalesce(t.contact_id, CASE t.kind WHEN 'attendance' THEN naming.id END) AS contact_id,
            coalesce(t.incident_id, CASE WHEN t.kind <> 'attendance' THEN named.id END)
                AS incident_id
        FROM invitations_invitation i
        JOIN events_touchpoint t ON t.id = i.touchpoint_id
        LEFT JOIN events_contact c ON c.id = t.contact_id
        LEFT JOIN events_incident own ON own.id = t.incident_id
        LEFT JOIN events_incident named ON named.incident_id = c.incident_ids[1]
        LEFT JOIN LATERAL (
            SELECT id FROM events_contact WHERE incident_ids @> ARRAY[own.incident_id]
            ORDER BY ended_at LIMIT 1
        ) AS naming ON t.contact_id IS NULL AND own.id IS NOT NULL
    ) AS found
    WHERE r.invitation_id = found.invitation_id
"""


class Migration(migrations.Migration):
    dependencies = [("responses", "0010_about")]

    operations = [migrations.RunSQL(_NAME, migrations.RunSQL.noop)]
