"""The decision for every touchpoint of each programme, and what it goes by."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from heard.core.screening import Outcome
from heard.eligibility.models.programmes import ParallelRun, Programme
from heard.events.models import Touchpoint


class ForceCode(models.Model):
    """A code of the force's own, and the category that it stands for."""

    code = models.TextField(primary_key=True)
    category = models.TextField()


class Screening(models.Model):
    """One decision and its reasons. Never changed, only followed by a newer one.

    `due_at` is the queue of inviting, `invited_at` its end: the gate lets a touchpoint through
    once. These two and `is_current` are all that may be updated (migration 0002).
    """

    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    outcome = models.TextField(choices=[(o.value, o.value) for o in Outcome])
    reasons = ArrayField(models.TextField(), help_text="codes; the first one decided")
    until = models.DateTimeField(null=True)
    channel = models.TextField(blank=True, db_default="", help_text="by which it was decided about")
    probability = models.FloatField(default=1.0, help_text="of having been drawn")
    parallel_run = models.ForeignKey(
        ParallelRun,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="+",
        help_text="whose lot the channel is",
    )
    policy = models.CharField(max_length=16, help_text="the version of the rules that decided")
    decided_at = models.DateTimeField()
    happened_at = models.DateTimeField(
        null=True, help_text="as it was known then; empty: it turned out not to have been"
    )
    area = models.TextField(blank=True, help_text="as it was known then")
    incident_code = models.TextField(blank=True, help_text="the first opening code known then")
    recorded_at = models.DateTimeField(db_default=Now())
    is_current = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "programme"],
                condition=models.Q(is_current=True),
                name="eligibility_screening_one_current",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="eligibility_screening_due",
                condition=models.Q(due_at__isnull=False),
            ),
            models.Index(fields=["touchpoint"], name="eligibility_screening_history"),
        ]


class Review(models.Model):
    """What somebody decided who looked at a touchpoint that was held, and why."""

    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    lets_pass = models.BooleanField()
    passes = ArrayField(models.TextField(), help_text="the reasons that were looked at")
    seen = models.CharField(max_length=64, help_text="a digest of the facts that were looked at")
    why = models.TextField()
    decided_by = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["touchpoint"], name="eligibility_review_of")]


class Quota(models.Model):
    """How many a programme asked on a day, where it may ask so many only."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    day = models.DateField()
    asked = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "day"], name="eligibility_quota_once")
        ]
