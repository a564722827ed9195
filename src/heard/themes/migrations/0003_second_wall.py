"""How a comment was coded is shown by the database to whoever may see the comment."""

from django.db import migrations

TABLES = ("coding", "humancoding", "choice")
ALL = "(SELECT current_setting('heard.scope', true) = 'all')"
OF_THEIRS = "EXISTS (SELECT FROM responses_comment c WHERE c.id = comment_id)"
ON = "".join(
    f"""
    ALTER TABLE themes_{table} ENABLE ROW LEVEL SECURITY;
    CREATE POLICY seen ON themes_{table} FOR SELECT TO heard_app USING ({ALL} OR {OF_THEIRS});
    CREATE POLICY written ON themes_{table} FOR INSERT TO heard_app WITH CHECK (true);
    CREATE POLICY changed ON themes_{table} FOR UPDATE TO heard_app USING (true);
    CREATE POLICY erased ON themes_{table} FOR DELETE TO heard_app USING (true);
    """
    for table in TABLES
)
OFF = "".join(
    f"""
    DROP POLICY seen ON themes_{table};
    DROP POLICY written ON themes_{table};
    DROP POLICY changed ON themes_{table};
    DROP POLICY erased ON themes_{table};
    ALTER TABLE themes_{table} DISABLE ROW LEVEL SECURITY;
    """
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("themes", "0002_append_only"), ("responses", "0013_second_wall")]

    operations = [migrations.RunSQL(ON, OFF)]
