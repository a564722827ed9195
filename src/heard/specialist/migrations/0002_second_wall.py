"""Whom a trained caller may call is shown by the database to whoever sees cases."""

from django.db import migrations

TABLES = ("consent", "call")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE specialist_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON specialist_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON specialist_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON specialist_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON specialist_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON specialist_{table};
    DROP POLICY written ON specialist_{table};
    DROP POLICY changed ON specialist_{table};
    DROP POLICY erased ON specialist_{table};
    ALTER TABLE specialist_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("specialist", "0001_initial"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
