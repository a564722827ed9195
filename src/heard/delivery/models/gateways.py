"""How the gateways are, and what went by them costs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class GatewayHealth(models.Model):
    """What all workers know of a gateway. `opened_at` is set while nothing passes it."""

    name = models.TextField(primary_key=True)
    free_at = models.DateTimeField(null=True, help_text="its slots are taken until then")
    failed_at = ArrayField(models.DateTimeField(), default=list, help_text="since it last worked")
    opened_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True, help_text="when one letter was to try it again")


class Spending(models.Model):
    """What an account's letters came to in a month, kept as they leave and never counted anew."""

    account = models.TextField(blank=True)
    month = models.DateField(help_text="its first day")
    letters = models.PositiveIntegerField(default=0)
    fragments = models.PositiveIntegerField(default=0)
    pence = models.DecimalField(max_digits=14, decimal_places=4, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="delivery_spending_once"),
            models.CheckConstraint(
                condition=Q(letters__gte=0, fragments__gte=0, pence__gte=0),
                name="delivery_spending_not_negative",
            ),
        ]


class Budget(models.Model):
    """What an account may spend in a month, from this month on until a later row says otherwise."""

    account = models.TextField()
    month = models.DateField(help_text="its first day")
    pence = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="delivery_budget_once"),
            models.CheckConstraint(condition=Q(pence__gte=0), name="delivery_budget_not_negative"),
        ]
