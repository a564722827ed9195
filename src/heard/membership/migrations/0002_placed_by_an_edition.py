"""Members know by which edition of the postcodes they were placed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("membership", "0001_members")]

    operations = [
        migrations.AddField(
            "member",
            "directory",
            models.BigIntegerField(
                help_text="the id of the edition of postcodes by which they were placed", null=True
            ),
        )
    ]
