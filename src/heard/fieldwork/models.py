"""How answers from the field came in, those that could not be taken, and from what devices."""

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
    brought = SealedTextField(null=True, help_text="JSON: all that was brought, until it is erased")
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="when it was taken after all")
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


class Device(models.Model):
    """A person's device that may bring forms by OpenRosa, with the secret that it was given."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.TextField(help_text="what tells it from the person's other devices")
    username = models.CharField(max_length=32, unique=True, help_text="in HTTP authentication")
    token_hash = models.BinaryField(max_length=32, unique=True)
    digest = SealedTextField(help_text="the HA1 of RFC 2617, which is as good as the secret")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class Refusal(models.Model):
    """A request that came with no secret of ours, so that a flood of them can be told."""

    network = models.CharField(max_length=64, help_text="print of the address of this day")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["network", "at"], name="fieldwork_refusal_network")]


class Attachment(models.Model):
    """A file that came with a form: what it says it is, sealed, and shown to nobody yet."""

    instance = models.TextField()
    name = models.TextField()
    kind = models.TextField(help_text="its media type, which its content agrees with")
    content = models.CharField(max_length=64, help_text="SHA-256 of the file")
    sealed = SealedTextField(help_text="the file in base64")
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instance", "name"], name="fieldwork_attachment_once")
        ]
