"""People asked, each with a link that cannot be guessed and works once; and open ways in."""

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
    letter = models.OneToOneField(
        Letter,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="none where the link stood in the window of a chat",
    )
    person_print = models.CharField(max_length=64, help_text="empty: nobody knows who it is")
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


class Collector(models.Model):
    """One open way into a programme: a poster, a page that shares a link, an officer's device.

    What comes in by it is counted under it, so that ways and places can be told apart.
    """

    class Channel(models.TextChoices):
        OFFICER = "officer", "an officer's device"
        POSTER = "poster", "a poster with a QR code"
        FACEBOOK = "facebook", "Facebook"
        X = "x", "X"
        PARTNER = "partner", "a partner's page"
        EMAIL = "email", "an e-mail to members"
        CHAT = "chat", "the chat"
        LINK = "link", "any other link"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    code = models.CharField(max_length=8, unique=True, help_text="stands in the link; no secret")
    channel = models.TextField(choices=Channel)
    place = models.TextField(help_text="where it hangs or who shares it, in words")
    impact_area = models.TextField(
        blank=True, help_text="of `impact_areas.csv`; the force if empty"
    )
    target = models.PositiveIntegerField(null=True, help_text="answers wanted, for a quota")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "made_at"], name="invitations_collector_list")]


class Guest(models.Model):
    """Somebody who came in by a collector and pressed Start. Nothing here tells who they are.

    A member who is asked has a link of their own, and so is one of these from then on.
    """

    class Doubt(models.TextChoices):
        """Why an analyst may want to look. Nobody is turned away for it."""

        SAME_DEVICE = "same_device", "somebody had answered on this device before"
        BURST = "burst", "many answered from one network within an hour"

    collector = models.ForeignKey(Collector, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    network = models.CharField(
        max_length=64, blank=True, help_text="print of the address of this day, kept for that day"
    )
    doubt = models.TextField(choices=Doubt, blank=True)
    area = models.TextField(
        blank=True, db_default="", help_text="where they live, if they were asked as members"
    )
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, help_text="the final submission or the expiry")

    quick_exit: bool  # its programme's, where a link was followed (`answer.find`)

    class Meta:
        indexes = [
            models.Index(
                fields=["network", "asked_at"],
                name="invitations_guest_network",
                condition=~models.Q(network=""),
            ),
            models.Index(fields=["collector", "asked_at"], name="invitations_guest_collector"),
        ]

    @property
    def programme(self) -> Programme:
        return self.collector.programme


Asked = Invitation | Guest  # whoever holds a link that may be answered
