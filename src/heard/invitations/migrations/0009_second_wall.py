"""Who was invited is shown by the database to whoever sees cases."""

from django.db import migrations

TABLES = ("invitation", "shadow", "guest")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE invitations_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON invitations_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON invitations_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON invitations_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON invitations_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON invitations_{table};
    DROP POLICY written ON invitations_{table};
    DROP POLICY changed ON invitations_{table};
    DROP POLICY erased ON invitations_{table};
    ALTER TABLE invitations_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("invitations", "0008_open_ways"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
