"""Plans count on nearly all rows behind the wall, as Heard's own connections see them.

Whether somebody sees all was a truth value, of which PostgreSQL expects half of the rows to be so:
of five tables that are joined one row in thirty-two, and it joined thousands as if they were few. Of
something that is not null it expects all but one in two hundred.
"""

from django.db import migrations

PLAIN = r"\(\s*SELECT \(current_setting\(''heard\.scope''::text, true\) = ''all''::text\)( AS \w+)?\)"
NEARLY = (
    r"\(\( SELECT\s+CASE\s+WHEN \(current_setting\(''heard\.scope''::text, true\) = ''all''::text\) "
    r"THEN 1\s+ELSE NULL::integer\s+END AS \"case\"\) IS NOT NULL\)"
)
AS_NEARLY = "((SELECT CASE WHEN current_setting(''heard.scope'', true) = ''all'' THEN 1 END) IS NOT NULL)"
AS_PLAIN = "(SELECT current_setting(''heard.scope'', true) = ''all'')"


def altered(found: str, instead: str) -> str:
    """Put other words for it into each policy that says who sees what."""
    return f"""
        DO $$
        DECLARE one record;
        BEGIN
            FOR one IN
                SELECT c.oid::regclass AS name, pg_get_expr(p.polqual, c.oid) AS rule
                FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE p.polname = 'seen'
            LOOP
                EXECUTE format(
                    'ALTER POLICY seen ON %s USING (%s)',
                    one.name, regexp_replace(one.rule, '{found}', '{instead}')
                );
            END LOOP;
        END $$;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("subscriptions", "0002_weekly_by_role"),
        ("delivery", "0015_second_wall"),
        ("dialogues", "0007_replies_of_members"),
        ("eligibility", "0012_reviews_behind_the_wall"),
        ("equality", "0004_gender_group"),
        ("events", "0009_second_wall"),
        ("fieldwork", "0005_second_wall"),
        ("invitations", "0009_second_wall"),
        ("membership", "0004_messages"),
        ("responses", "0018_asked_behind_the_wall"),
        ("specialist", "0002_second_wall"),
        ("themes", "0003_second_wall"),
    ]

    operations = [migrations.RunSQL(altered(PLAIN, AS_NEARLY), altered(NEARLY, AS_PLAIN))]
