"""What an opt-out is of, and numbers that are not whose we meant."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consent", "0002_bad_addresses_and_premises")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="opted_out_of",
            field=models.TextField(blank=True, db_default="", help_text="see Scope"),
        ),
        migrations.AddField(
            model_name="person",
            name="wrong_number_at",
            field=models.DateTimeField(help_text="somebody else answers there", null=True),
        ),
        migrations.AlterField(
            model_name="person",
            name="opted_out_by",
            field=models.TextField(blank=True, help_text="link, text, staff, wrong number"),
        ),
        # Until now they were told that it was of questions like these.
        migrations.RunSQL(
            "UPDATE consent_person SET opted_out_of = 'surveys' WHERE opted_out_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
