"""A letter is found by each of the names that its gateway gave it."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # As in 0002: nobody waits for it, and what was cut short is built anew.
    atomic = False
    dependencies = [("delivery", "0008_part_receipts")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS delivery_letter_gateway_ids;", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "letter",
            GinIndex(
                models.Func("gateway_id", models.Value(","), function="string_to_array"),
                condition=models.Q(("gateway_id", ""), _negated=True),
                fastupdate=False,
                name="delivery_letter_gateway_ids",
            ),
        ),
    ]
