"""The rows that were there before a constraint are checked, while everybody goes on writing."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("delivery", "0003_title_unsubscribe_account")]

    operations = [ValidateConstraint("letter", "delivery_letter_final_has_no_unsubscribe")]
