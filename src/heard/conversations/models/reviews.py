"""Messages drawn to be looked at by a person, and what they said of each."""

from django.db import models

from heard.accounts.models import User
from heard.conversations.models.talks import Message


class Sampled(models.Model):
    """A citizen's message that was drawn: what was found in it, and for how many it stands.

    The message goes when its time is over; what was found and judged stays.
    """

    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    draw = models.TextField(help_text="its month and seed")
    found = models.TextField(blank=True, help_text="the category of triggers; empty: none")
    weight = models.FloatField(help_text="of its stratum: how many for each that was drawn")
    drawn_at = models.DateTimeField()


class Judgement(models.Model):
    """What one reviewer says that a message is, without having been told what was found."""

    sampled = models.ForeignKey(Sampled, models.CASCADE, related_name="+")
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    category = models.TextField(blank=True, help_text="empty: nothing that cannot wait")
    judged_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["sampled", "reviewer"], name="judged_once_by_each"),
        )
