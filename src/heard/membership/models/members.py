"""Members, and the links by which they prove that an address is theirs."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from uuid6 import uuid7

from heard.vault.fields import SealedTextField


class State(models.TextChoices):
    """Only whoever confirmed an address is a member; who left is none any more."""

    PENDING = "pending"
    MEMBER = "member"
    LEFT = "left"


class Channel(models.TextChoices):
    EMAIL = "email", "e-mail"
    SMS = "sms", "text"


class Frequency(models.TextChoices):
    """How often somebody wants to be written to; what is urgent comes to all but the last."""

    EACH = "each", "each message"
    DAILY = "daily", "at most one a day"
    WEEKLY = "weekly", "at most one a week"
    URGENT = "urgent", "urgent messages only"
    SURVEYS = "surveys", "surveys only"


class Interest(models.TextChoices):
    CRIME = "crime", "Crime near me"
    PREVENTION = "prevention", "How to keep safe"
    MEETINGS = "meetings", "Meetings with the neighbourhood team"
    APPEALS = "appeals", "Appeals for witnesses"
    WATCH = "watch", "Neighbourhood Watch"
    FRAUD = "fraud", "Scams and fraud"
    RURAL = "rural", "Countryside and wildlife"
    YOUTH = "youth", "Young people"


class How(models.TextChoices):
    """By whose hand a member was registered."""

    SELF = "self", "by themselves"
    OFFICER = "officer", "by an officer, on the street"
    PARTNER = "partner", "from a partner's list"
    LOADED = "loaded", "taken over from the system before"


class Member(models.Model):
    """A person who registered. Whoever left keeps a row without anything that says who they were.

    `key` is random, and all that the ledger knows of a person. `area` is empty where the postcode
    is unknown or lies outside: such members count for the force and for no area.
    """

    key = models.UUIDField(unique=True, default=uuid7)
    state = models.TextField(choices=State, default=State.PENDING)
    email = SealedTextField(null=True)
    email_print = models.CharField(max_length=64, blank=True)
    phone = SealedTextField(null=True)
    phone_print = models.CharField(max_length=64, blank=True)
    postcode = SealedTextField(null=True)
    area = models.TextField(blank=True, help_text="an NPU by its code")
    ward = models.TextField(blank=True)
    impact_area = models.TextField(blank=True)
    directory = models.BigIntegerField(
        null=True, help_text="the id of the edition of postcodes by which they were placed"
    )
    by_sector = models.BooleanField(
        default=False, help_text="their postcode is not known, and its sector lies in one area"
    )
    language = models.TextField(default="en")
    interests = ArrayField(models.TextField(choices=Interest), default=list)
    channels = ArrayField(models.TextField(choices=Channel), default=list)
    frequency = models.TextField(choices=Frequency, default=Frequency.EACH)
    how = models.TextField(choices=How)
    source = models.TextField(blank=True, help_text="the code of what brought them here")
    proof = SealedTextField(null=True, help_text="of consent, where somebody else registered them")
    apart = models.UUIDField(null=True, unique=True, help_text="of what they say of themselves")
    stop_token = SealedTextField(null=True, help_text="by which they leave, in each message")
    stop_hash = models.BinaryField(max_length=32, null=True, unique=True)
    asked_at = models.DateTimeField(help_text="when they were registered")
    joined_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True, help_text="when the last way to them failed")
    dormant_at = models.DateTimeField(null=True, help_text="since when nothing was heard of them")
    seen_at = models.DateTimeField(null=True, help_text="when they last did anything here")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email_print"],
                condition=Q(state=State.MEMBER) & ~Q(email_print=""),
                name="membership_member_one_email",
            ),
            models.UniqueConstraint(
                fields=["phone_print"],
                condition=Q(state=State.MEMBER) & ~Q(phone_print=""),
                name="membership_member_one_phone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="membership_member_state"
            ),
            models.CheckConstraint(
                condition=Q(state=State.PENDING, joined_at=None)
                | Q(state=State.MEMBER, joined_at__isnull=False, left_at=None)
                | Q(state=State.LEFT, left_at__isnull=False),
                name="membership_member_times",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    state=State.LEFT,
                    email__isnull=True,
                    email_print="",
                    phone__isnull=True,
                    phone_print="",
                    postcode__isnull=True,
                    proof__isnull=True,
                    apart=None,
                    stop_token__isnull=True,
                    stop_hash=None,
                ),
                name="membership_member_erased_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["email_print"], name="membership_member_email"),
            models.Index(fields=["phone_print"], name="membership_member_phone"),
            models.Index(fields=["state", "area", "id"], name="membership_member_area"),
            models.Index(
                fields=["left_at"],
                condition=Q(left_at__isnull=False, erased_at=None),
                name="membership_member_to_erase",
            ),
            models.Index(
                fields=["asked_at"],
                condition=Q(state=State.PENDING),
                name="membership_member_pending",
            ),
        ]


class Access(models.Model):
    """A link that was sent to an address: whoever follows it reads what is sent there."""

    class Purpose(models.TextChoices):
        CONFIRM = "confirm", "to become a member"
        MANAGE = "manage", "to see and change what is kept"
        CHANGE = "change", "to be written to at another address"

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    purpose = models.TextField(choices=Purpose)
    token_hash = models.BinaryField(max_length=32, unique=True)
    channel = models.TextField(choices=Channel)
    address = SealedTextField(null=True, help_text="another one than the member has")
    address_print = models.CharField(max_length=64, help_text="to which it was sent")
    network = models.CharField(max_length=64, blank=True, help_text="a print, for a day")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["address_print", "sent_at"], name="membership_access_address"),
            models.Index(
                fields=["network", "sent_at"],
                condition=~Q(network=""),
                name="membership_access_network",
            ),
            models.Index(fields=["expires_at"], name="membership_access_expires"),
        ]
