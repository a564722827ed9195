"""Texts that people wrote to us."""

from django.db import models
from django.db.models import Q

from heard.vault.fields import SealedTextField


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
