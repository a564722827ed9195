"""People asked, each with a link that cannot be guessed and works once."""

from django.db import models

from heard.delivery.models import Letter
from heard.eligibility.models import Programme
from heard.events.models import Touchpoint
from heard.questionnaires.models import Version


class Invitation(models.Model):
    """One person asked about one touchpoint; the token itself is in the letter only."""

    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="+")
    person_print = models.CharField(max_length=64)
    by_turns = models.BooleanField(
        db_default=False, help_text="answered by text; the token is in nobody's hands"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="the POST of Start, never a GET")
    reminder = models.OneToOneField(Letter, models.PROTECT, null=True, related_name="+")
    reminder_hash = models.BinaryField(max_length=32, null=True, unique=True)
    reminded_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True, help_text="when its failure was noted")
    spent_at = models.DateTimeField(null=True, help_text="the final submission or the expiry")

    quick_exit: bool  # its programme's, where a link was followed (`answer.find`)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "programme"], name="invitations_invitation_once"
            )
        ]
        indexes = [
            models.Index(fields=["programme", "asked_at"], name="invitations_by_programme"),
            models.Index(fields=["person_print", "asked_at"], name="invitations_by_person"),
        ]


class Shadow(models.Model):
    """A person who would have been asked, by a programme that does everything but the sending."""

    touchpoint = models.ForeignKey(Touchpoint, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    person_print = models.CharField(max_length=64)
    channel = models.TextField()
    fragments = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "programme"], name="invitations_shadow_once"
            )
        ]
        indexes = [
            models.Index(fields=["programme", "noted_at"], name="invitations_shadow_by_time"),
            models.Index(fields=["person_print"], name="invitations_shadow_person"),
        ]
