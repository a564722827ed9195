"""Letters on their way out, and the receipts that come back."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
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


class Denial(models.Model):
    """A fact that says no to every letter about a subject: those that wait and those to come.

    It is open while a letter that was claimed before may still leave in spite of it.
    """

    kind = models.TextField()
    subject = models.TextField()
    reason = models.TextField(help_text="a code")
    denied_at = models.DateTimeField()
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="delivery_denial_once"),
        ]
        indexes = [
            models.Index(fields=["id"], name="delivery_denial_open", condition=Q(is_open=True))
        ]


class Overtaken(models.Model):
    """A letter that was claimed before a fact said no to it: it was stopped, or it had left."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")
    reason = models.TextField(help_text="a code")
    claimed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    had_left = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "reason", "claimed_at", "had_left"],
                name="delivery_overtaken_once",
            )
        ]
        indexes = [models.Index(fields=["seen_at"], name="delivery_overtaken_seen")]


class Halt(models.Model):
    """A use of the kill switch. While it stands, nothing within its scope leaves.

    One person sets it; one asks to lift it, and another one confirms that.
    """

    scope = models.TextField(help_text="everything, channel:<name> or account:<slug>")
    reason = models.TextField()
    stopped_at = models.DateTimeField()
    stopped_by = models.TextField(help_text="the actor's label as it was")
    asked_at = models.DateTimeField(null=True, help_text="when somebody asked to lift it")
    asked_by = models.TextField(blank=True)
    asked_by_id = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True)
    lifted_by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope"],
                condition=Q(lifted_at__isnull=True),
                name="delivery_halt_one_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(scope__regex=r"^(everything|channel:.+|account:.+)$"),
                name="delivery_halt_scope",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (
                    ~Q(asked_by_id="")
                    & ~Q(lifted_by_id="")
                    & ~Q(lifted_by_id=models.F("asked_by_id"))
                ),
                name="delivery_halt_lifted_by_two",
            ),
        ]


class InboundText(models.Model):
    """A text that somebody wrote to us. Sender and body are erased some time after it was read.

    `due_at` is the queue of reading, `settled_at` its end; `kind` is what it was read as.
    """

    gateway = models.TextField(blank=True, help_text="which channel handed it over")
    gateway_id = models.TextField(help_text="the gateway's own name for it")
    sender = SealedTextField(null=True)
    print = models.CharField(max_length=64, blank=True, help_text="of the sender; empty: no number")
    recipient = models.TextField(blank=True, help_text="the number of ours that it came to")
    body = SealedTextField(null=True)
    received_at = models.DateTimeField(help_text="by the gateway's clock")
    kept_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    kind = models.TextField(blank=True, help_text="what it was read as; empty: not read yet")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "gateway_id"], name="delivery_inbound_once"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False, settled_at__isnull=True, kind="")
                | (Q(due_at__isnull=True, settled_at__isnull=False) & ~Q(kind="")),
                name="delivery_inbound_due_or_settled",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_inbound_due",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(fields=["print", "received_at"], name="delivery_inbound_by_person"),
            models.Index(
                fields=["settled_at"],
                name="delivery_inbound_to_erase",
                condition=Q(body__isnull=False),
            ),
        ]


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
