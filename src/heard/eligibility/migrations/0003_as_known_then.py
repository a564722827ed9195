"""A screening keeps what it may be cut by, as it was known when it was decided."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("eligibility", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="area",
            field=models.TextField(blank=True, help_text="as it was known then"),
        ),
        migrations.AddField(
            model_name="screening",
            name="happened_at",
            field=models.DateTimeField(
                help_text="as it was known then; empty: it turned out not to have been", null=True
            ),
        ),
        migrations.AddField(
            model_name="screening",
            name="incident_code",
            field=models.TextField(blank=True, help_text="the first opening code known then"),
        ),
        migrations.RunSQL(
            # What was screened before this: as it is known now.
            "UPDATE eligibility_screening s"
            " SET happened_at = t.happened_at, area = COALESCE(own.area, named.area, ''),"
            " incident_code ="
            " COALESCE(own.opening_codes[1], named.opening_codes[1], c.codes[1], '')"
            " FROM events_touchpoint t"
            " LEFT JOIN events_contact c ON c.id = t.contact_id"
            " LEFT JOIN events_incident own ON own.id = t.incident_id"
            " LEFT JOIN events_incident named ON named.incident_id = c.incident_ids[1]"
            " WHERE t.id = s.touchpoint_id",
            migrations.RunSQL.noop,
        ),
    ]
