"""Forms from the field are shown by the database to whoever sees cases."""

from django.db import migrations

TABLES = ("submission", "rejected", "attachment")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE fieldwork_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON fieldwork_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON fieldwork_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON fieldwork_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON fieldwork_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON fieldwork_{table};
    DROP POLICY written ON fieldwork_{table};
    DROP POLICY changed ON fieldwork_{table};
    DROP POLICY erased ON fieldwork_{table};
    ALTER TABLE fieldwork_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("fieldwork", "0004_rejected_erased"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
