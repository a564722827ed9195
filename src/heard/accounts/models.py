"""People who sign in, what they hold, links that sign in once, and keys of what feeds us."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac


class Users(BaseUserManager["User"]):
    """Finds people by their e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A member of staff. What they may see comes from the roles that they hold (`Grant`)."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        ANALYST = "analyst"
        VIEWER = "viewer"
        CALLER = "caller"
        SUPERVISOR = "supervisor"
        OFFICER = "officer"
        CONTACT_HANDLER = "contact_handler"
        TEAM_SUPERVISOR = "team_supervisor"
        COMMANDER = "commander"
        ADVISER = "adviser"
        POLICY_MANAGER = "policy_manager"
        COMMUNICATIONS = "communications"
        AUDITOR = "auditor"
        HOLD_REVIEWER = "hold_reviewer"
        DUTY_REVIEWER = "duty_reviewer"
        CODE_LEAD = "code_lead"
        TRAINING_LEAD = "training_lead"
        REFERENCE_REVIEWER = "reference_reviewer"
        NEIGHBOURHOOD = "neighbourhood"
        CHAT_MANAGER = "chat_manager"

    email = models.EmailField(unique=True)
    name = models.TextField()
    staff_id = models.TextField(
        blank=True, db_default="", help_text="the pseudonym that events and answers have for them"
    )
    is_active = models.BooleanField(default=True)
    changes = models.PositiveIntegerField(
        default=0, db_default=0, help_text="of roles or admission; each ends every session"
    )

    USERNAME_FIELD = "email"
    objects: ClassVar[Users] = Users()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"
            ),
            models.UniqueConstraint(
                fields=["staff_id"],
                condition=~models.Q(staff_id=""),
                name="accounts_user_staff_id_once",
            ),
        ]

    @cached_property
    def grants(self) -> Sequence["Grant"]:
        """All that was ever granted to them, the oldest first; it is read once."""
        return tuple(Grant.objects.filter(user=self).order_by("id"))

    def held(self, *, now: datetime) -> list["Grant"]:
        """Give what they hold at this instant."""
        return [one for one in self.grants if one.holds(now=now)]

    def roles(self, *, now: datetime) -> frozenset[str]:
        """Give the roles that they hold at this instant, for whatever part of the force.

        A role that is for the whole force, and held for a part of it, is another one: `PartRole`.
        """
        return frozenset(one.as_role for one in self.held(now=now))

    def get_session_auth_hash(self) -> str:
        """Give what a session is held against: it ends when password, grants or admission change.

        A grant that comes to its day ends none: what somebody holds is looked at each time.
        """
        granted = [(g.pk, g.role, g.level, g.unit, g.begins_at, g.ends_at) for g in self.grants]
        facts = f"{super().get_session_auth_hash()} {granted} {self.changes}"
        return salted_hmac("heard.accounts.session", facts, algorithm="sha256").hexdigest()


class PartRole(StrEnum):
    """What an analyst, or who codes and reviews comments, is where they are so for a part alone.

    It is nothing that is granted: it opens the pages that go by the scope of who looks, no other.
    """

    ANALYST = "part_analyst"
    REVIEWER = "part_reviewer"


class Grant(models.Model):
    """A role that somebody holds, for which part of the force, from one instant to another.

    Of a grant nothing changes but its end: another role is another grant.
    """

    class Level(models.TextChoices):
        FORCE = "force"
        AREA = "area"
        TEAM = "team"
        PERSON = "person"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.TextField(choices=User.Role)
    level = models.TextField(choices=Level, default=Level.FORCE)
    unit = models.TextField(
        blank=True,
        help_text="the code of an area, a team, or whose results: as answers name them; or empty",
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, help_text="from then on it does not hold")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="force", unit="")
                | (~models.Q(level="force") & ~models.Q(unit="")),
                name="accounts_grant_of_a_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("begins_at")),
                name="accounts_grant_ends_later",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "level", "unit"],
                condition=models.Q(ends_at=None),
                name="accounts_grant_once",
            ),
        ]

    def holds(self, *, now: datetime) -> bool:
        """Tell whether it holds at this instant."""
        return self.begins_at <= now and (self.ends_at is None or now < self.ends_at)

    @property
    def as_role(self) -> str:
        """Give the role by which pages open: of two roles another one where it is for a part."""
        return self.role if self.level == self.Level.FORCE else OF_A_PART.get(self.role, self.role)


OF_A_PART = {
    User.Role.ANALYST.value: PartRole.ANALYST.value,
    User.Role.REFERENCE_REVIEWER.value: PartRole.REVIEWER.value,
}


class SignInLink(models.Model):
    """A link that signs one person in, once, for a short time; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class FeedKey(models.Model):
    """A source that may send, tell who works here, or read figures; only a hash is kept."""

    class Kind(models.TextChoices):
        EVENTS = "events"
        RECEIPTS = "receipts"
        INBOUND = "inbound"
        SCIM = "scim"
        FIGURES = "figures"

    source = models.TextField(help_text="the CloudEvents source it may speak for, or who reads")
    kind = models.TextField(choices=Kind)
    area = models.TextField(
        default="", db_default="", help_text="of a key for figures: the only area; '' for all"
    )
    teams = models.BooleanField(
        default=False, db_default=False, help_text="whether a key for figures gives those of teams"
    )
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
