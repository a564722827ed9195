"""What came of the comparisons of providers' lists with ours."""

from django.db import models
from django.db.models import Q


class Reconciliation(models.Model):
    """One comparison: what a provider says that it accepted in a time, and what our letters say.

    `listed` messages are `agreed`, `settled` (we did not know whether they had left), or among the
    `differences`: objects with `what` and `name`, a reference of ours or the provider's own name.
    `unsettled` are those of ours that are unknown and that the provider does not list.
    """

    gateway = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    done_at = models.DateTimeField()
    listed = models.PositiveIntegerField()
    agreed = models.PositiveIntegerField()
    settled = models.PositiveIntegerField()
    unsettled = models.PositiveIntegerField()
    found = models.PositiveIntegerField(help_text="how many differences, kept below or not")
    differences = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lt=models.F("until")), name="delivery_reconciliation_span"
            )
        ]
        indexes = [
            models.Index(fields=["gateway", "-until"], name="delivery_reconciliation_last"),
        ]
