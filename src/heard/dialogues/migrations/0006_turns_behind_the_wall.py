"""Surveys by text are single cases, as alerts are."""

from django.db import migrations

TABLES = ("dialogue", "turn", "enquiry")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE dialogues_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON dialogues_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON dialogues_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON dialogues_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON dialogues_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON dialogues_{table};
    DROP POLICY written ON dialogues_{table};
    DROP POLICY changed ON dialogues_{table};
    DROP POLICY erased ON dialogues_{table};
    ALTER TABLE dialogues_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0005_wall_in_plans"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
