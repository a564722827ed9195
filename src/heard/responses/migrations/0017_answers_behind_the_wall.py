"""Answers on scales and what is not sent off yet are shown to whoever sees cases.

Figures are counted from the facts; nobody who sees a part of the force reads these one by one, and
a policy that asked whose answer each is would be asked of every row of the largest table.
"""

from django.db import migrations

TABLES = ("draft", "answer")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE responses_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON responses_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON responses_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON responses_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON responses_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON responses_{table};
    DROP POLICY written ON responses_{table};
    DROP POLICY changed ON responses_{table};
    DROP POLICY erased ON responses_{table};
    ALTER TABLE responses_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("responses", "0016_wall_in_plans"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
