"""Decisions are single cases: the database shows them to whoever sees cases."""

from django.db import migrations

ON = """
    ALTER TABLE eligibility_screening ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON eligibility_screening FOR SELECT TO heard_app USING (
        (SELECT current_setting('heard.scope', true)) = 'all'
    );
    CREATE POLICY written ON eligibility_screening FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON eligibility_screening FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON eligibility_screening FOR DELETE TO heard_app USING (true);
"""
OFF = """
    DROP POLICY seen ON eligibility_screening;
    DROP POLICY written ON eligibility_screening;
    DROP POLICY changed ON eligibility_screening;
    DROP POLICY erased ON eligibility_screening;
    ALTER TABLE eligibility_screening DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0009_parallel_runs"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
