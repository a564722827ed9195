"""The wall is asked whether it stands, so that plans count on half of the rows and not on few."""

from django.db import migrations

NOW = "(SELECT current_setting('heard.scope', true) = 'all')"
BEFORE = "(SELECT current_setting('heard.scope', true)) = 'all'"


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0010_second_wall")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY seen ON eligibility_screening USING ({NOW});",
            f"ALTER POLICY seen ON eligibility_screening USING ({BEFORE});",
        )
    ]
