"""What was said in conversations is shown by the database to whoever sees cases."""

from django.db import migrations

TABLES = ("conversation", "message", "note", "callback")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE conversations_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON conversations_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON conversations_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON conversations_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON conversations_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON conversations_{table};
    DROP POLICY written ON conversations_{table};
    DROP POLICY changed ON conversations_{table};
    DROP POLICY erased ON conversations_{table};
    ALTER TABLE conversations_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_initial"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
