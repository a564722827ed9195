"""What a member said of themselves goes when they are forgotten, and for no other reason.

Nobody changes or deletes equality answers (`equality/0002`), and the role that runs Heard may not
do so now. This one function, of their owner's, deletes those of members who have left.
"""

from django.db import migrations

ON = """
    CREATE FUNCTION membership_forget_said(members bigint[]) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        DELETE FROM equality_draft WHERE apart IN (
            SELECT apart FROM membership_member WHERE id = ANY (members) AND state = 'left'
        );
        DELETE FROM equality_profile WHERE apart IN (
            SELECT apart FROM membership_member WHERE id = ANY (members) AND state = 'left'
        );
    $$;
    REVOKE ALL ON FUNCTION membership_forget_said(bigint[]) FROM PUBLIC;
    GRANT EXECUTE ON FUNCTION membership_forget_said(bigint[]) TO heard_app;
"""
OFF = "DROP FUNCTION membership_forget_said(bigint[]);"


class Migration(migrations.Migration):
    dependencies = [
        ("membership", "0008_entries"),
        ("equality", "0004_gender_group"),
        ("journal", "0001_initial"),
    ]

    operations = [migrations.RunSQL(ON, OFF)]
