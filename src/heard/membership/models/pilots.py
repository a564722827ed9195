"""Where teams outside neighbourhood policing use the community, and from when to when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Pilot(models.Model):
    """In an area, people of these roles write to members and register people, from a day on.

    Of whom `teams` names any, only those are meant. `last` is the last day.
    """

    area = models.TextField(help_text="an NPU by its code")
    roles = ArrayField(models.TextField())
    teams = ArrayField(models.TextField(), default=list)
    first = models.DateField()
    reason = models.TextField()
    set_at = models.DateTimeField()
    set_by = models.TextField()
    set_by_label = models.TextField()
    last = models.DateField(null=True)
    end_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_label = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(last=None), name="membership_pilot_one_at_once"
            ),
            models.CheckConstraint(
                condition=Q(last=None, ended_at=None)
                | Q(last__gte=F("first"), ended_at__isnull=False) & ~Q(end_reason=""),
                name="membership_pilot_ended",
            ),
            models.CheckConstraint(condition=~Q(roles=[]), name="membership_pilot_of_somebody"),
        ]
