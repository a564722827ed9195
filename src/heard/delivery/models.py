"""Letters on their way out, and the receipts that come back."""

from django.db import models
from uuid6 import uuid7

from heard.vault.fields import SealedTextField


class State(models.TextChoices):
    """GOV.UK Notify's states, and three of ours: claimed, unknown and cancelled."""

    CREATED = "created"
    CLAIMED = "claimed"
    SENDING = "sending"
    PENDING = "pending"
    SENT = "sent"
    DELIVERED = "delivered"
    PERMANENT_FAILURE = "permanent-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    TECHNICAL_FAILURE = "technical-failure"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Letter(models.Model):
    """One message to one address by one channel. Address and body are erased when final.

    `due_at` is the queue of the post office: set while the letter waits to be claimed,
    and, for a claimed one, the end of its lease.
    """

    reference = models.UUIDField(unique=True, default=uuid7)
    kind = models.TextField(help_text="which guard is asked before it is claimed")
    subject = models.TextField(help_text="what the guard knows it by; not personal")
    channel = models.TextField()
    address = SealedTextField(null=True)
    body = SealedTextField(null=True)
    fragments = models.PositiveSmallIntegerField()
    state = models.TextField(choices=State, default=State.CREATED)
    reason = models.TextField(blank=True, help_text="why it was cancelled or failed: a code")
    posted_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    gateway_id = models.TextField(blank=True, help_text="the gateway's own name for it")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="delivery_letter_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_letter_due",
                condition=models.Q(due_at__isnull=False),
            )
        ]


class Receipt(models.Model):
    """What a gateway said became of a letter; every word of it is kept, once."""

    reference = models.UUIDField()
    status = models.TextField(choices=State)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "status"], name="delivery_receipt_once")
        ]
