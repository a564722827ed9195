"""The wall is asked whether it stands, so that plans count on half of the rows and not on few.

Compared outside of the sub-select, PostgreSQL took one row of some hundred to be seen, and joined
what a connection of Heard's own reads whole as if it were nearly nothing.
"""

from django.db import migrations

NOW = "(SELECT current_setting('heard.scope', true) = 'all')"
BEFORE = "(SELECT current_setting('heard.scope', true)) = 'all'"
THEIRS = " OR ".join(
    f"{column} = ANY ((SELECT string_to_array(current_setting('heard.{name}', true), chr(31)))::text[])"
    for column, name in (("area", "areas"), ("team", "teams"), ("person", "people"))
)
OF_THEIRS = "EXISTS (SELECT FROM responses_response r WHERE r.id = response_id)"


def policies(everything):
    return "".join(
        f"ALTER POLICY seen ON responses_{table} USING ({everything} OR {others});"
        for table, others in (("response", THEIRS), ("comment", OF_THEIRS), ("detail", OF_THEIRS))
    )


class Migration(migrations.Migration):
    dependencies = [("responses", "0015_former")]

    operations = [migrations.RunSQL(policies(NOW), policies(BEFORE))]
