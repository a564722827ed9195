"""Adds and changes people who may sign in, and makes the links that sign them in once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from heard.accounts import grants
from heard.accounts._secrets import draw_secret, hash_secret
from heard.accounts.models import Grant, SignInLink, User
from heard.journal.write import SYSTEM, Actor, write


@transaction.atomic
def add_person(  # noqa: PLR0913 - a person and what they hold from the first day
    *,
    email: str,
    name: str,
    role: User.Role | None,
    password: str | None,
    now: datetime,
    unit: str = "",
    staff_id: str = "",
    by: Actor = SYSTEM,
) -> User:
    """Add one person with a role, for a `unit` or all; without a password they come by a link only.

    ValidationError where the address, the role or the password will not do, or where the
    address belongs to somebody already. Without a role they see nothing yet.
    """
    user = User(email=email.strip().lower(), name=name.strip())
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.staff_id = staff_id
    user.full_clean()
    user.save(force_insert=True)
    reason = ""
    if role is not None:
        level = grants.level_of(role, unit)
        try:
            grants.require_sense(role, level, unit)
        except grants.NoGrant as refused:
            raise ValidationError(str(refused)) from None
        held = Grant.objects.create(user=user, role=role, level=level, unit=unit, begins_at=now)
        reason = grants.words(held)
    write("accounts.add_person", subject=grants.name(user), actor=by, now=now, reason=reason)
    return user


@transaction.atomic
def describe_person(
    user: User, *, email: str, name: str, staff_id: str, by: Actor, now: datetime
) -> None:
    """Write down another address, name or pseudonym of somebody. ValidationError."""
    user.email, user.name, user.staff_id = email.strip().lower(), name.strip(), staff_id
    user.full_clean()
    user.save(update_fields=["email", "name", "staff_id"])
    write("accounts.describe_person", subject=grants.name(user), actor=by, now=now)


@transaction.atomic
def change_person(user: User, *, is_active: bool, now: datetime, by: Actor = SYSTEM) -> None:
    """Shut a person out or let them in again; their sessions end. NoGrant."""
    grants.require_another(user, by)
    if not is_active and User.Role.ADMINISTRATOR in user.roles(now=now):
        grants.require_another_administrator(than=user, now=now)
    found = User.objects.filter(pk=user.pk)
    found.update(is_active=is_active, changes=F("changes") + 1)
    reason = "let in" if is_active else "shut out"
    write("accounts.change_person", subject=grants.name(user), actor=by, now=now, reason=reason)


@transaction.atomic
def issue_link(user: User, *, now: datetime, life: timedelta, draw: Callable[[int], bytes]) -> str:
    """Give the token of a link that signs `user` in once, until `now` plus `life`."""
    token = draw_secret(draw)
    SignInLink.objects.create(user=user, token_hash=hash_secret(token), expires_at=now + life)
    write("accounts.issue_link", subject=grants.name(user), actor=SYSTEM, now=now)
    return token


def is_usable(token: str, *, now: datetime) -> bool:
    """Tell whether `use_link` would find somebody; nothing is recorded."""
    return _usable(token, now).filter(user__is_active=True).exists()


@transaction.atomic
def use_link(token: str, *, now: datetime) -> User | None:
    """Spend the link and give whom it signs in; None if used, expired, unknown or shut out."""
    # One UPDATE of one table: of two at once, the second waits and then sees `used_at`. With a
    # join it would look through the eyes of its first snapshot, and both would win.
    if not _usable(token, now).update(used_at=now):
        return None
    user = User.objects.get(pk__in=_link(token).values("user"))
    if not user.is_active:
        return None
    note_sign_in(user, now=now, reason="link")
    return user


def note_sign_in(user: User, *, now: datetime, reason: str) -> None:
    """Enter in the journal that `user` signed in, by `reason`: `link` or `password`."""
    write("accounts.sign_in", subject=grants.name(user), actor=actor(user), now=now, reason=reason)


def actor(user: User) -> Actor:
    """Give a person as the journal names who did something."""
    return Actor(id=grants.name(user), label=user.name)


def _link(token: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(token_hash=hash_secret(token))


def _usable(token: str, now: datetime) -> QuerySet[SignInLink]:
    return _link(token).filter(used_at=None, expires_at__gt=now)
