"""What the force told, and whom to ask about it, is shown to whoever sees cases.

No policy stands on what forbids sending, as markers do, nor on contacts and incidents, which are
found by lists that they hold: such an index serves nobody behind a policy.
"""

from django.db import migrations

TABLES = ("event", "touchpoint", "deadletter")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE events_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON events_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON events_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON events_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON events_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON events_{table};
    DROP POLICY written ON events_{table};
    DROP POLICY changed ON events_{table};
    DROP POLICY erased ON events_{table};
    ALTER TABLE events_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("events", "0008_wards"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
