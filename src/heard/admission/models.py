"""Sessions of staff, what proves beside a password who somebody is, and who they are elsewhere."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from heard.accounts.models import User
from heard.vault.fields import SealedTextField


class Session(AbstractBaseSession):
    """What a browser has open. Of somebody who is only about to sign in, `user` is null."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    device = models.TextField(blank=True, help_text="in words, for example Firefox on Windows")
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="when it was used, to the minute")

    class Meta:
        indexes = [models.Index(fields=["user", "seen_at"], name="admission_session_of_user")]


class Authenticator(models.Model):
    """The app that shows somebody their one-time codes; it counts once `confirmed_at` is set."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    secret: SealedTextField[str, str] = SealedTextField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=-1, help_text="of the last code that was used")


class Passkey(models.Model):
    """A key of a device or a password manager, by WebAuthn; only its public half is here."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField(help_text="the attested credential data of WebAuthn, 6.5.1")
    sign_count = models.BigIntegerField(default=0)
    name = models.TextField()
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class RecoveryCode(models.Model):
    """A code on paper that stands in for a lost device, once; only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.BinaryField(max_length=32, unique=True)
    used_at = models.DateTimeField(null=True)


class Identity(models.Model):
    """Who somebody is at a provider of single sign-on: its issuer and their subject there."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    issuer = models.TextField()
    subject = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="admission_identity_once"),
            models.UniqueConstraint(fields=["issuer", "user"], name="admission_identity_of_user"),
        ]
