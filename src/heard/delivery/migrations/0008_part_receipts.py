"""What gateways say by their own names is kept, and waits for its letter."""

from django.db import migrations, models

STATES = (
    "created claimed unknown sending pending sent technical-failure temporary-failure permanent-failure delivered cancelled"
)


class Migration(migrations.Migration):
    dependencies = [("delivery", "0007_inbound")]

    operations = [
        migrations.CreateModel(
            name="PartReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.TextField()),
                ("gateway_id", models.TextField()),
                (
                    "status",
                    models.TextField(choices=[(each, each.replace("-", " ").title()) for each in STATES.split()]),
                ),
                ("occurred_at", models.DateTimeField()),
                ("received_at", models.DateTimeField()),
                ("is_waiting", models.BooleanField(default=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_waiting", True)), fields=["id"], name="delivery_part_receipt_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("channel", "gateway_id", "status", "occurred_at"), name="delivery_part_receipt_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", tuple(STATES.split()[3:-1]))),
                        name="delivery_part_receipt_status",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            "letter",
            "gateway_id",
            models.TextField(
                blank=True, help_text="the gateway's own name for it, or those of its parts with commas"
            ),
        ),
    ]
