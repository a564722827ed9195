"""What was decided of single cases by people is shown to whoever sees cases."""

from django.db import migrations

TABLES = ("review",)
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
ON = "".join(
    f"""
    ALTER TABLE eligibility_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON eligibility_{table} FOR SELECT TO heard_app USING ({ALL});
    CREATE POLICY written ON eligibility_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON eligibility_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON eligibility_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON eligibility_{table};
    DROP POLICY written ON eligibility_{table};
    DROP POLICY changed ON eligibility_{table};
    DROP POLICY erased ON eligibility_{table};
    ALTER TABLE eligibility_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0011_wall_in_plans"), ("journal", "0001_initial")]

    operations = [migrations.RunSQL(ON, OFF)]
