"""Nobody is invited for a programme that only people may ask for: the database itself refuses it.

The invitation is written in the transaction that posts its letter, so that the letter goes with it.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("invitations", "0006_reminders"), ("eligibility", "0006_changes")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION invitations_never_by_letter() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (
                    SELECT FROM eligibility_programme
                    WHERE id = NEW.programme_id AND route IN ('specialist', 'custody')
                ) THEN
                    RAISE EXCEPTION 'only people may ask for this programme, never a letter'
                    USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER invitations_never_by_letter
            BEFORE INSERT OR UPDATE OF programme_id ON invitations_invitation
            FOR EACH ROW EXECUTE FUNCTION invitations_never_by_letter();
            """,
            """
            DROP TRIGGER invitations_never_by_letter ON invitations_invitation;
            DROP FUNCTION invitations_never_by_letter();
            """,
        )
    ]
