"""Consents to be called, the checks of the day, the calls, and who was left out and why."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from heard.core.safe_calls import Risk, Told, Trigger
from heard.eligibility.models import Programme
from heard.events.models import Touchpoint
from heard.questionnaires.models import Version
from heard.vault.fields import SealedTextField

CHOICES = {kind: [(one.value, one.value) for one in kind] for kind in (Risk, Told, Trigger)}


class Part(models.TextChoices):
    """Whoever speaks for the force, or with the person, about being called."""

    OFFICER = "officer", "an officer"
    SUPPORT_WORKER = "support_worker", "a support worker"
    SUPERVISOR = "supervisor", "a supervisor of the callers"


class Consent(models.Model):
    """What a person agreed to at a safe contact. Erased of all that is sealed once it is over.

    `prints` are those of the person, as they were; the number to be called may be another one.
    """

    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    prints = ArrayField(models.CharField(max_length=64), default=list)
    taken_on = models.DateField(help_text="the day of the safe contact")
    taken_by = models.TextField(help_text="name or number of whoever asked for it")
    taken_as = models.TextField(choices=Part)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()
    expires_at = models.DateTimeField()
    hours = models.JSONField(help_text="weekday, from, to: the safe times, in London")
    number = SealedTextField(null=True)
    number_print = models.CharField(max_length=64)
    ask_for = SealedTextField(null=True, help_text="whom to ask for")
    safe_times = SealedTextField(null=True, help_text="in words")
    safe_words = SealedTextField(null=True, help_text="what is said when it is not safe")
    cover_story = SealedTextField(null=True, help_text="who the caller is, to anybody else")
    over_at = models.DateTimeField(null=True)
    over_because = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "programme"],
                condition=Q(over_at=None),
                name="specialist_consent_one_stands",
            ),
            models.CheckConstraint(
                condition=Q(
                    erased_at__isnull=False,
                    number__isnull=True,
                    ask_for__isnull=True,
                    safe_times__isnull=True,
                    safe_words__isnull=True,
                    cover_story__isnull=True,
                )
                | Q(
                    erased_at=None,
                    number__isnull=False,
                    ask_for__isnull=False,
                    safe_times__isnull=False,
                    safe_words__isnull=False,
                    cover_story__isnull=False,
                ),
                name="specialist_consent_whole_or_erased",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"],
                name="specialist_consent_kept",
                condition=Q(erased_at=None),
            )
        ]


class DayCheck(models.Model):
    """What a supervisor found for one day, and no other. Never changed; the newest counts."""

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    day = models.DateField()
    risk = models.TextField(choices=CHOICES[Risk])
    trial = models.TextField(choices=CHOICES[Told])
    marac = models.TextField(choices=CHOICES[Told])
    advocate_agrees = models.BooleanField()
    trigger = models.TextField(choices=CHOICES[Trigger])
    checked_at = models.DateTimeField()
    checked_by = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["consent", "day"], name="specialist_check_by_day")]


class Call(models.Model):
    """One try to call somebody. Never a voicemail. While it goes on, the answers so far.

    `step` is how far it is: 0 while nobody has said that it is safe to talk.
    """

    class Outcome(models.TextChoices):
        COMPLETED = "completed", "Completed"
        REFUSED = "refused", "The person did not want to"
        NO_ANSWER = "no_answer", "Nobody answered, and nothing was left"
        NOT_SAFE = "not_safe", "Not safe to talk"
        STOPPED = "stopped", "Stopped"

    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    day = models.DateField()
    started_at = models.DateTimeField()
    called_by = models.TextField(help_text="the id of the caller, as the journal has it")
    called_by_label = models.TextField()
    step = models.PositiveSmallIntegerField(default=0)
    answers = SealedTextField(null=True, help_text="JSON, while it goes on")
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(choices=Outcome, blank=True)
    may_call_again = models.BooleanField(null=True, help_text="as the person said")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consent"], condition=Q(ended_at=None), name="specialist_call_one_at_once"
            ),
            models.UniqueConstraint(fields=["consent", "day"], name="specialist_call_once_a_day"),
            models.CheckConstraint(
                condition=Q(ended_at=None, outcome="", answers__isnull=False)
                | (Q(ended_at__gte=F("started_at"), answers__isnull=True) & ~Q(outcome="")),
                name="specialist_call_open_or_over",
            ),
        ]


class Exclusion(models.Model):
    """Somebody who is not offered a call, on whose word, and why. Never changed."""

    class Why(models.TextChoices):
        NOT_SAFE = "not_safe", "It would not be safe"
        HIGH_RISK = "high_risk", "High risk, or open to a MARAC"
        TRIAL = "trial", "A trial is ahead or under way"
        NO_SAFE_CONTACT = "no_safe_contact", "There was no safe moment to ask for consent"
        DECLINED = "declined", "The person was asked, and does not want it"
        DISTRESS = "distress", "It would distress the person"
        LANGUAGE = "language", "No caller speaks the language"
        OTHER = "other", "Another reason, which is written down"

    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    why = models.TextField(choices=Why)
    note = SealedTextField(blank=True, help_text="names nobody")
    said_as = models.TextField(choices=Part)
    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "programme"], name="specialist_exclusion_once"
            )
        ]


class Words(models.Model):
    """What callers of the force say and do, as a supervisor wrote it. Never changed; the newest."""

    opening = models.TextField(help_text="once it is safe to talk: who asks, and why")
    distress = models.TextField(help_text="what to do when somebody is in distress")
    support = models.TextField(help_text="who helps apart from the police, with their numbers")
    written_at = models.DateTimeField()
    written_by = models.TextField()
