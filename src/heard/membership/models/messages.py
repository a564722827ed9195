"""Messages to members, who got which, and what members and team wrote to each other about them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from heard.delivery.models import InboundText
from heard.membership.models.members import Channel, Interest, Member
from heard.membership.models.pilots import Pilot
from heard.vault.fields import SealedTextField


class Priority(models.TextChoices):
    """How much a message is worth: what is urgent keeps to no hours and to no cap."""

    ROUTINE = "routine"
    IMPORTANT = "important"
    URGENT = "urgent"


class Stage(models.TextChoices):
    """How far a message has come. Once approved its words are never changed."""

    DRAFT = "draft", "being written"
    ASKED = "asked", "waits for a second person"
    READY = "ready", "approved"
    SENT = "sent"
    CANCELLED = "cancelled"


class Message(models.Model):
    """What a team has to say, to whom, and how far its sending has come.

    It goes to members who fit all that is given: one of the areas, one of the wards, the impact
    area, one of the interests; empty is any. `due_at` is the queue of the broadcast, `cursor` the
    id of the last member it came to. Its words are read by thousands, and no secret.
    """

    author = models.TextField(help_text="by the id that the journal has")
    author_label = models.TextField()
    pilot = models.ForeignKey(
        Pilot,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="by which its author, of no neighbourhood team, could write it",
    )
    title = models.TextField()
    body = models.TextField(help_text="in English")
    priority = models.TextField(choices=Priority, default=Priority.ROUTINE)
    areas = ArrayField(models.TextField(), default=list, help_text="NPUs by their codes")
    wards = ArrayField(models.TextField(), default=list)
    impact_area = models.TextField(blank=True)
    interests = ArrayField(models.TextField(choices=Interest), default=list)
    is_public = models.BooleanField(default=True, help_text="whether it has a page for anybody")
    stage = models.TextField(choices=Stage, default=Stage.DRAFT)
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True, help_text="not before then")
    approved_by = models.TextField(blank=True)
    approved_label = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, help_text="why it was sent back or cancelled")
    ends_at = models.DateTimeField(null=True, help_text="nothing leaves from then on")
    due_at = models.DateTimeField(null=True)
    cursor = models.BigIntegerField(default=0)
    left_out = models.JSONField(default=dict, help_text="how many got none, by a code")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("author")),
                name="membership_message_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=("ready", "sent"))
                | Q(approved_at__isnull=False, ends_at__isnull=False) & ~Q(approved_by=""),
                name="membership_message_approved",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(stage="ready"), name="membership_message_due"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False),
                name="membership_message_to_send",
            ),
            models.Index(fields=["author", "asked_at"], name="membership_message_author"),
        ]


class Translation(models.Model):
    """The same words in another language: by whom, and who has read them against the English."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    language = models.TextField()
    title = models.TextField()
    body = models.TextField()
    by = models.TextField(help_text="who translated it")
    kept_by = models.TextField(
        blank=True, db_default="", help_text="who put it in, by the id that the journal has"
    )
    checked_by = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message", "language"], name="membership_translation_once"
            ),
        ]


class Copy(models.Model):
    """That a member gets a message: one of each, by one channel. By its link they reply."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    area = models.TextField(blank=True, help_text="of the member, when it was posted")
    channel = models.TextField(choices=Channel)
    address_print = models.CharField(max_length=64, blank=True, help_text="empty once forgotten")
    token = SealedTextField(null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    at = models.DateTimeField(help_text="from when on it leaves")
    useful = models.BooleanField(null=True, help_text="what the member thinks of the message")
    waits_since = models.DateTimeField(null=True, help_text="for an answer of the team")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "member"], name="membership_copy_once"),
        ]
        indexes = [
            models.Index(fields=["member", "at"], name="membership_copy_member"),
            models.Index(
                fields=["waits_since"],
                condition=Q(waits_since__isnull=False),
                name="membership_copy_waits",
            ),
        ]


class Reply(models.Model):
    """Words of a member about a message, or of the team in answer.

    `due_at` is the queue of the look for danger, which every word of a member goes through; a text
    that they sent back, which is looked at as all texts are, never stands in it.
    """

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="+")
    area = models.TextField(blank=True)
    by_team = models.TextField(blank=True, help_text="who of the team; empty is the member")
    words = SealedTextField(null=True, help_text="null once forgotten")
    text = models.OneToOneField(
        InboundText, models.PROTECT, null=True, related_name="+", help_text="by which it came"
    )
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(due_at__isnull=False),
                name="membership_reply_to_read",
            ),
        ]
