"""Files that go with a message: clean ones, which whoever reads it may fetch."""

from django.db import models
from django.db.models import Q

from heard.core.attached.kinds import Kind
from heard.membership.models.messages import Message


class Attachment(models.Model):
    """A file of a message, as it was written anew. Like its words it is read by thousands.

    The database lets nobody put one to a message, or change one, that waits for approval or is
    beyond it.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(help_text="from 1; part of its address")
    name = models.TextField(help_text="a safe one, with the ending of its kind")
    kind = models.TextField(choices=[(one.value, one.name) for one in Kind])
    words = models.TextField(help_text="what it shows, in English, for whoever cannot see it")
    content = models.BinaryField()
    size = models.PositiveIntegerField(help_text="bytes")
    width = models.PositiveIntegerField(help_text="pixels; 0 for a document")
    height = models.PositiveIntegerField(help_text="pixels; 0 for a document")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "position"], name="membership_attachment_once"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=3), name="membership_attachment_few"
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(name=""), name="membership_attachment_told"
            ),
        ]
