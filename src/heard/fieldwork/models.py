"""How answers from the field came in, and those that could not be taken as they were."""

from django.db import models

from heard.accounts.models import User
from heard.invitations.models import Collector
from heard.responses.models import Response
from heard.vault.fields import SealedTextField


class Submission(models.Model):
    """A form that was brought in once and for good, with how the interview went. Never changed."""

    class Via(models.TextChoices):
        APP = "app", "the officer's app"
        OPENROSA = "openrosa", "ODK Collect or another OpenRosa client"

    instance = models.TextField(unique=True, help_text="the id that the device gave the form")
    response = models.OneToOneField(Response, models.PROTECT, related_name="+")
    content = models.CharField(max_length=64, help_text="SHA-256 of what was brought")
    via = models.TextField(choices=Via)
    interviewer = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    device = models.TextField(blank=True)
    ward = models.TextField(blank=True, help_text="where the interview was, and nothing finer")
    started_at = models.DateTimeField(help_text="by the clock of the device")
    ended_at = models.DateTimeField(help_text="by the clock of the device")
    received_at = models.DateTimeField()


class Rejected(models.Model):
    """A form that could not be taken, kept sealed with the reason, so that no answer is lost."""

    instance = models.TextField()
    collector = models.ForeignKey(Collector, models.PROTECT, null=True, related_name="+")
    via = models.TextField(choices=Submission.Via)
    content = models.CharField(max_length=64)
    why = models.TextField()
    key = models.TextField(blank=True, help_text="of the answer that breaks a rule")
    brought = SealedTextField(help_text="JSON: all that was brought")
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="the queue of being looked at for danger")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instance", "content", "why"], name="fieldwork_rejected_once"
            )
        ]
        indexes = [
            models.Index(fields=["received_at"], name="fieldwork_rejected_newest"),
            models.Index(
                fields=["due_at"],
                name="fieldwork_rejected_due",
                condition=models.Q(due_at__isnull=False),
            ),
        ]
