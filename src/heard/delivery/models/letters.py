"""Letters on their way out, and the receipts that come back."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Func, Q, Value
from uuid6 import uuid7

from heard.vault.fields import SealedTextField


class State(models.TextChoices):
    """GOV.UK Notify's states, and three of ours: claimed, unknown and cancelled."""

    CREATED = "created"
    CLAIMED = "claimed"
    UNKNOWN = "unknown"
    SENDING = "sending"
    PENDING = "pending"
    SENT = "sent"
    TECHNICAL_FAILURE = "technical-failure"
    TEMPORARY_FAILURE = "temporary-failure"
    PERMANENT_FAILURE = "permanent-failure"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


QUEUED = (State.CREATED, State.CLAIMED)
# Notify's own list: a text that is `sent` went abroad, and no more is usually heard of it.
FINAL = (
    State.SENT,
    State.TECHNICAL_FAILURE,
    State.TEMPORARY_FAILURE,
    State.PERMANENT_FAILURE,
    State.DELIVERED,
    State.CANCELLED,
)
# Those in which a letter has left, or may have.
LEFT = (
    State.UNKNOWN,
    State.SENDING,
    State.PENDING,
    State.SENT,
    State.TEMPORARY_FAILURE,
    State.DELIVERED,
)
# What a gateway may say in a receipt.
RECEIVABLE = (State.SENDING, State.PENDING, *FINAL[:-1])


class LetterQuerySet(models.QuerySet["Letter"]):
    """Letters as people look for them."""

    def unsettled(self) -> Self:
        """Give those that may have left or not, oldest first: each needs a receipt or a person."""
        return self.filter(state=State.UNKNOWN).order_by("claimed_at", "id")

    def cancelled(self) -> Self:
        """Give those that were stopped; `reason` says by what."""
        return self.filter(state=State.CANCELLED).order_by("settled_at", "id")


def _exactly_when(states: tuple[State, ...], fact: Q) -> Q:
    return (Q(state__in=states) & fact) | (~Q(state__in=states) & ~fact)


class Letter(models.Model):
    """One message to one address by one channel. What is sealed of it is erased when final.

    `due_at` is the queue of the post office: set while the letter waits to be claimed,
    and, for a claimed one, the end of its lease.
    """

    reference = models.UUIDField(unique=True, default=uuid7)
    kind = models.TextField(help_text="which guard is asked before it is claimed")
    subject = models.TextField(help_text="what the guard knows it by; not personal")
    channel = models.TextField()
    account = models.TextField(
        blank=True, db_default="", help_text="whose budget pays: a programme's slug, or nobody's"
    )
    address = SealedTextField(null=True)
    title = models.TextField(blank=True, db_default="", help_text="an e-mail's; not personal")
    body = SealedTextField(null=True)
    unsubscribe = SealedTextField(null=True)
    html = SealedTextField(null=True, help_text="an e-mail's, which says the same as its body")
    fragments = models.PositiveSmallIntegerField()
    pence_per_fragment = models.DecimalField(
        max_digits=8, decimal_places=4, null=True, help_text="when it was last handed over"
    )
    counted_in = models.DateField(null=True, help_text="the month in whose spending it is")
    state = models.TextField(choices=State, default=State.CREATED)
    reason = models.TextField(blank=True, help_text="why it was cancelled or failed: a code")
    posted_at = models.DateTimeField()
    not_before = models.DateTimeField()
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    gateway = models.TextField(blank=True, db_default="", help_text="by which it went last")
    gateway_id = models.TextField(
        blank=True, help_text="the gateway's own name for it, or those of its parts with commas"
    )
    settled_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="delivery_letter_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="delivery_letter_state"
            ),
            models.CheckConstraint(
                condition=_exactly_when(QUEUED, Q(due_at__isnull=False)),
                name="delivery_letter_queued_is_due",
            ),
            models.CheckConstraint(
                condition=_exactly_when(FINAL, Q(settled_at__isnull=False)),
                name="delivery_letter_final_is_settled",
            ),
            models.CheckConstraint(
                condition=_exactly_when(FINAL, Q(address__isnull=True)),
                name="delivery_letter_final_has_no_address",
            ),
            models.CheckConstraint(
                condition=_exactly_when(FINAL, Q(body__isnull=True)),
                name="delivery_letter_final_has_no_body",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FINAL) | Q(unsubscribe__isnull=True),
                name="delivery_letter_final_has_no_unsubscribe",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FINAL) | Q(html__isnull=True),
                name="delivery_letter_final_has_no_html",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_letter_due",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(fields=["posted_at"], name="delivery_letter_posted"),
            models.Index(fields=["state", "posted_at"], name="delivery_letter_state_posted"),
            GinIndex(
                Func("gateway_id", Value(","), function="string_to_array"),
                name="delivery_letter_gateway_ids",
                condition=~Q(gateway_id=""),
                fastupdate=False,  # or each look reads the list of what is not yet in its place
            ),
        ]


class Receipt(models.Model):
    """What a gateway said became of a letter; every word of it is kept, once."""

    reference = models.UUIDField()
    status = models.TextField(choices=State)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reference", "status"], name="delivery_receipt_once"),
            models.CheckConstraint(
                condition=Q(status__in=RECEIVABLE), name="delivery_receipt_status"
            ),
        ]


class PartReceipt(models.Model):
    """What a gateway said of a message by its own name for it, or of one part of a long one.

    It waits until the letter is found that was handed over under that name.
    """

    channel = models.TextField()
    gateway_id = models.TextField()
    status = models.TextField(choices=State)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    is_waiting = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # A gateway that counts from one again says it of another message.
                fields=["channel", "gateway_id", "status", "occurred_at"],
                name="delivery_part_receipt_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=RECEIVABLE), name="delivery_part_receipt_status"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="delivery_part_receipt_waiting",
                condition=Q(is_waiting=True),
            )
        ]
