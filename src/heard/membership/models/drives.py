"""Sign-up drives: for how long, with which goals, by which codes, and what they cost."""

from django.db import models
from django.db.models import F, Q


class Drive(models.Model):
    """A push for more members from one day to another. Its goals stand from its beginning on."""

    name = models.TextField()
    first = models.DateField()
    last = models.DateField(help_text="the last day; earlier once it was ended")
    planned = models.DateField(help_text="the last day as it was planned")
    made_at = models.DateTimeField()
    made_by = models.TextField()
    made_by_label = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=F("first"), planned__gte=F("last")),
                name="membership_drive_days",
            ),
        ]


class Goal(models.Model):
    """How many are to join in an area by a drive."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    area = models.TextField(help_text="an NPU by its code")
    joins = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drive", "area"], name="membership_goal_once"),
            models.CheckConstraint(condition=Q(joins__gte=1), name="membership_goal_of_some"),
        ]


class DriveCode(models.Model):
    """What brings people: its code is the `source` of members, and never that of anything else."""

    class Kind(models.TextChoices):
        POSTER = "poster"
        LEAFLET = "leaflet"
        EVENT = "event"
        SOCIAL = "social", "Social media"
        PARTNER = "partner"
        PRESS = "press", "Press or radio"
        OTHER = "other"

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="+")
    code = models.TextField(unique=True)
    kind = models.TextField(choices=Kind)
    name = models.TextField()
    area = models.TextField(blank=True, help_text="an NPU by its code, or empty for all")
    made_at = models.DateTimeField()
    made_by = models.TextField()


class Cost(models.Model):
    """What was paid for a code: an entry, which a later one may take back but nothing changes."""

    code = models.ForeignKey(DriveCode, models.PROTECT, related_name="+")
    on = models.DateField()
    pence = models.IntegerField(help_text="less than 0 takes back")
    what = models.TextField()
    entered_at = models.DateTimeField()
    entered_by = models.TextField()
    entered_by_label = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(pence=0), name="membership_cost_of_some"),
        ]


class CodeDay(models.Model):
    """How often the link of a code was opened on a day, and the form behind it sent.

    Of forms, all are counted: whether an address was a member's already is not told.
    """

    code = models.ForeignKey(DriveCode, models.PROTECT, related_name="+")
    day = models.DateField()
    opened = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "day"], name="membership_code_day_once"),
        ]
