"""What people say of themselves is shown by the database to whoever sees cases."""

from django.db import migrations

TABLES = ("draft", "profile")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE equality_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON equality_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON equality_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON equality_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON equality_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON equality_{table};
    DROP POLICY written ON equality_{table};
    DROP POLICY changed ON equality_{table};
    DROP POLICY erased ON equality_{table};
    ALTER TABLE equality_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("equality", "0002_append_only"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
