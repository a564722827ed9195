"""Waves of the quarterly survey of members, and who was asked in each of them."""

from django.db import models
from django.db.models import F, Q

from heard.invitations.models import Collector
from heard.membership.models.members import Channel, Member
from heard.vault.fields import SealedTextField


class Wave(models.Model):
    """One quarter's survey: of all members, or of as many drawn at random in each area.

    `due_at` is the queue: when something of it is to be done next. Its answers come in by its
    collector, which lets in nobody else.
    """

    class Stage(models.TextChoices):
        """How far it has come; what became of it then is told by its times."""

        ASKED = "asked", "waits for a second person"
        READY = "ready", "approved"
        CANCELLED = "cancelled"

    quarter = models.DateField(help_text="the first day of the quarter that it is for")
    each = models.PositiveIntegerField(null=True, help_text="drawn in each area; null is all")
    seed = models.TextField(help_text="by which they are drawn, so that it can be done again")
    opens_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="links end then")
    remind_after = models.DurationField(null=True, help_text="null is no reminder")
    stage = models.TextField(choices=Stage, default=Stage.ASKED)
    author = models.TextField(help_text="by the id that the journal has")
    author_label = models.TextField()
    set_up_at = models.DateTimeField()
    approved_by = models.TextField(blank=True)
    approved_label = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, help_text="why it was cancelled")
    collector = models.OneToOneField(Collector, models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True, help_text="since when no link leads to a member")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["quarter"],
                condition=~Q(stage="cancelled"),
                name="membership_wave_once_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("author")),
                name="membership_wave_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(stage="ready")
                | Q(approved_at__isnull=False, collector__isnull=False) & ~Q(approved_by=""),
                name="membership_wave_approved",
            ),
            models.CheckConstraint(
                condition=Q(due_at=None) | Q(stage="ready"), name="membership_wave_due"
            ),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("ends_at")), name="membership_wave_in_order"
            ),
        ]


class Asked(models.Model):
    """That a member was drawn for a wave, and what became of it: one row, and one link, for each.

    It waits while `due_at` is there: to be asked while it has no channel, and to be reminded once
    it has one. The link is what leads from a member to an answer; once the wave has ended it is
    forgotten, and whether there was an answer is all that is left.
    """

    wave = models.ForeignKey(Wave, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    area = models.TextField(blank=True, help_text="of the member, when they were drawn")
    channel = models.TextField(choices=Channel, blank=True, help_text="empty: was not asked")
    left_out = models.TextField(blank=True, help_text="why they were not asked, as a code")
    address_print = models.CharField(max_length=64, blank=True, help_text="empty once forgotten")
    token = SealedTextField(null=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    at = models.DateTimeField(null=True, help_text="from when on the letter leaves")
    reminded_at = models.DateTimeField(null=True)
    answered = models.BooleanField(null=True, help_text="once the wave has ended")
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["wave", "member"], name="membership_asked_once"),
        ]
        indexes = [
            models.Index(fields=["member", "at"], name="membership_asked_member"),
            models.Index(
                fields=["wave", "due_at"],
                condition=Q(due_at__isnull=False),
                name="membership_asked_due",
            ),
        ]
