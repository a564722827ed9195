"""Alerts are single cases: the database shows them to whoever sees cases."""

from django.db import migrations

ON = """
    ALTER TABLE dialogues_alert ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON dialogues_alert FOR SELECT TO heard_app USING (
        (SELECT current_setting('heard.scope', true)) = 'all'
    );
    CREATE POLICY written ON dialogues_alert FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON dialogues_alert FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON dialogues_alert FOR DELETE TO heard_app USING (true);
"""
OFF = """
    DROP POLICY seen ON dialogues_alert;
    DROP POLICY written ON dialogues_alert;
    DROP POLICY changed ON dialogues_alert;
    DROP POLICY erased ON dialogues_alert;
    ALTER TABLE dialogues_alert DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("dialogues", "0003_closed_with_a_reason"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
