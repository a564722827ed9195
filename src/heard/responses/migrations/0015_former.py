"""How many a survey had written to before Heard asked; what was counted once stays so."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("responses", "0014_person"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begins", models.DateField(help_text="a Monday: the first day on which it happened")),
                ("ends", models.DateField(help_text="a Sunday: the last")),
                ("by", models.TextField(blank=True, help_text="age, ethnic_group; empty is all of them")),
                ("code", models.TextField(blank=True)),
                ("invited", models.PositiveIntegerField()),
                ("undelivered", models.PositiveIntegerField(help_text="of them: what came back")),
                ("programme", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="eligibility.programme")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "begins", "by", "code"), name="responses_former_once"),
                    models.CheckConstraint(
                        condition=models.Q(("undelivered__lte", models.F("invited")), ("begins__lt", models.F("ends"))),
                        name="responses_former_in_order",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON responses_formercount FROM heard_app;",
            "GRANT UPDATE, DELETE ON responses_formercount TO heard_app;",
        ),
    ]
