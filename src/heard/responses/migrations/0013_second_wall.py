"""Of answers the database shows a request of staff those within its scope alone."""

from django.db import migrations

# `accounts/wall.py` sets what a connection may see. Each setting is read in a sub-select: once a
# statement, and not once a row.
ON = """
    ALTER TABLE responses_response ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON responses_response FOR SELECT TO heard_app USING (
        (SELECT current_setting('heard.scope', true)) = 'all'
        OR area = ANY ((SELECT string_to_array(current_setting('heard.areas', true), chr(31)))::text[])
        OR team = ANY ((SELECT string_to_array(current_setting('heard.teams', true), chr(31)))::text[])
        OR person = ANY ((SELECT string_to_array(current_setting('heard.people', true), chr(31)))::text[])
    );
    ALTER TABLE responses_comment ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON responses_comment FOR SELECT TO heard_app USING (
        (SELECT current_setting('heard.scope', true)) = 'all'
        OR EXISTS (SELECT FROM responses_response r WHERE r.id = response_id)
    );
    ALTER TABLE responses_detail ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON responses_detail FOR SELECT TO heard_app USING (
        (SELECT current_setting('heard.scope', true)) = 'all'
        OR EXISTS (SELECT FROM responses_response r WHERE r.id = response_id)
    );
""" + "".join(
    f"""
    CREATE POLICY written ON responses_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON responses_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON responses_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in ("response", "comment", "detail")
)
OFF = "".join(
    f"""
    DROP POLICY seen ON responses_{table};
    DROP POLICY written ON responses_{table};
    DROP POLICY changed ON responses_{table};
    DROP POLICY erased ON responses_{table};
    ALTER TABLE responses_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in ("response", "comment", "detail")
)


class Migration(migrations.Migration):
    dependencies = [("responses", "0012_wards"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
