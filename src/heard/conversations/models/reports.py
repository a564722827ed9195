"""Reports that go on to the force's recording system: an outbox, each with an id for ever."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from heard.accounts.models import User
from heard.conversations.models.talks import Conversation
from heard.vault.fields import SealedTextField


class Report(models.Model):
    """What an adviser wrote down of a conversation, to be recorded elsewhere.

    `id` is that of the event, so that the other side can tell a second copy. `event` is what is
    sent, word for word and the same each time. It is waiting, arrived or dead, by what is set.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    event = SealedTextField(help_text="CloudEvents 1.0, as JSON")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, help_text="when it is tried next")
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.TextField(blank=True, help_text="of the last try: a code, no words of theirs")
    arrived_at = models.DateTimeField(null=True)
    reference = models.TextField(blank=True, help_text="that the recording system gave it")

    class Meta:
        indexes = (
            models.Index(fields=["due_at"], name="report_due", condition=Q(due_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(arrived_at=None) | Q(due_at=None), name="arrived_is_not_due"
            ),
        )

    @property
    def is_dead(self) -> bool:
        """Tell whether it is tried no more, and did not arrive."""
        return self.due_at is None and self.arrived_at is None
