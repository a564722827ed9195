"""People who sign in, links that sign in once, and keys of the machines that feed us."""

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
    """A member of staff. What they may see comes from their role."""

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

    email = models.EmailField(unique=True)
    name = models.TextField()
    role = models.TextField(choices=Role, default=Role.VIEWER)
    is_active = models.BooleanField(default=True)
    changes = models.PositiveIntegerField(
        default=0, db_default=0, help_text="of role or admission; each ends every session"
    )

    USERNAME_FIELD = "email"
    objects: ClassVar[Users] = Users()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="accounts_user_email_lower"
            )
        ]

    def get_session_auth_hash(self) -> str:
        """Give what a session is held against: it ends when password, role or admission change."""
        facts = f"{super().get_session_auth_hash()} {self.role} {self.changes}"
        return salted_hmac("heard.accounts.session", facts, algorithm="sha256").hexdigest()


class SignInLink(models.Model):
    """A link that signs one person in, once, for a short time; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class FeedKey(models.Model):
    """A source that may send events, receipts or texts; only the hash of its key is kept."""

    class Kind(models.TextChoices):
        EVENTS = "events"
        RECEIPTS = "receipts"
        INBOUND = "inbound"

    source = models.TextField(help_text="the CloudEvents source it may speak for")
    kind = models.TextField(choices=Kind)
    key_hash = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
