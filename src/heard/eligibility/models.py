"""Programmes, and the decision for every touchpoint of each."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from heard.core.screening import Outcome
from heard.events.models import Touchpoint
from heard.questionnaires.models import Questionnaire


class Programme(models.Model):
    """A survey that runs: whom it asks about what, how soon, how long, and why so."""

    slug = models.SlugField(unique=True)
    name = models.TextField()
    stage = models.TextField(choices=Touchpoint.Kind)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    contact_channels = ArrayField(
        models.TextField(),
        default=list,
        help_text="how the person must have reached us; any if empty",
    )
    channel = models.TextField(help_text="how they are asked")
    by_turns = models.BooleanField(
        default=False, help_text="asked and answered by text, a question each, without a link"
    )
    wording = models.TextField(help_text="the first text, with {link} or, by turns, {question}")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True)
    opened_because = models.TextField()
    closes_because = models.TextField(blank=True)
    delay = models.DurationField(help_text="at least this long after the touchpoint")
    fresh_for = models.DurationField(help_text="after this it is too late to ask")
    link_life = models.DurationField()
    cap = models.DurationField(help_text="nobody is asked twice within this")
    cap_spares_stages = models.BooleanField(help_text="the stages of one incident count as one")


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
