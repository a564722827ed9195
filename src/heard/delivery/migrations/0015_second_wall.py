"""What people wrote back is shown by the database to whoever sees cases.

No policy stands on letters: they are found by the list of their gateway's names, and such an index
serves nobody behind a policy.
"""

from django.db import migrations

TABLES = ("inboundtext",)
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE delivery_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON delivery_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON delivery_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON delivery_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON delivery_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON delivery_{table};
    DROP POLICY written ON delivery_{table};
    DROP POLICY changed ON delivery_{table};
    DROP POLICY erased ON delivery_{table};
    ALTER TABLE delivery_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0014_html"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
