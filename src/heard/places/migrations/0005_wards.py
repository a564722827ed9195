"""Shapes of wards can be loaded, with the names of the wards."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("places", "0004_outside")]

    operations = [
        migrations.AlterField(
            "loaded",
            "kind",
            models.TextField(
                choices=[("npu", "Npu"), ("impact_area", "Impact Area"), ("ward", "Ward")]
            ),
        ),
        migrations.AddField(
            "loaded",
            "names",
            models.JSONField(default=dict, help_text="by code, of wards alone"),
        ),
    ]
