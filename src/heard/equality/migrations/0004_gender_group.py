"""The list of genders by which a force's members are counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("equality", "0003_second_wall")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="gender_group",
            field=models.TextField(
                blank=True,
                default="",
                help_text=(
                    "as members describe it: female, male, non_binary, intersex, trans_man, "
                    "trans_woman, skip"
                ),
            ),
        )
    ]
