"""Users of SCIM are people who may sign in; what they hold is given by administrators alone."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from scim2_models import (
    InvalidValueException,
    MutabilityException,
    SCIMException,
    UniquenessException,
)

from heard.accounts import grants, people
from heard.accounts.models import User
from heard.journal.write import Actor
from heard.web.feeds.scim import resources

KIND, MODEL = "user", resources.User
FIELDS = {"user_name": "email", "external_id": "staff_id"}  # by which a directory looks people up


def everybody() -> QuerySet[User]:
    return User.objects.order_by("id")


def shown(user: User, *, now: datetime) -> resources.User:  # noqa: ARG001 - as of teams
    """Give somebody as SCIM has them; who has no name but their address has none there."""
    return resources.User(
        id=str(user.pk),
        meta=resources.meta(KIND, user.pk),
        external_id=user.staff_id or None,
        user_name=user.email,
        display_name=user.name if user.name != user.email else None,
        active=user.is_active,
    )


def add(given: resources.User, *, by: Actor, now: datetime) -> User:
    """Add somebody, who holds nothing yet. SCIMException."""
    named = _named(given)
    try:
        user = people.add_person(**named, role=None, password=None, by=by, now=now)
    except ValidationError as refused:
        raise _taken(refused) from None
    _admit(user, is_active=given.active is not False, by=by, now=now)
    return user


def change(
    user: User, *, before: resources.User, after: resources.User, by: Actor, now: datetime
) -> None:
    """Write down what is otherwise now. SCIMException."""
    named = _named(after)
    if named != _named(before):
        try:
            people.describe_person(user, **named, by=by, now=now)
        except ValidationError as refused:
            raise _taken(refused) from None
    _admit(user, is_active=after.active is not False, by=by, now=now)


def remove(user: User, *, by: Actor, now: datetime) -> None:
    """Shut somebody out: who did something is kept. SCIMException."""
    _admit(user, is_active=False, by=by, now=now)


def _named(given: resources.User) -> dict[str, str]:
    email = (given.user_name or "").strip().lower()
    name = given.display_name or _formatted(given) or email
    return {"email": email, "name": name.strip(), "staff_id": (given.external_id or "").strip()}


def _formatted(given: resources.User) -> str:
    """Give the name that some directories tell instead of the one to be displayed."""
    name = given.unknown_attributes.get("name")
    found = name.get("formatted") if isinstance(name, Mapping) else None
    return found[: resources.LONGEST] if isinstance(found, str) else ""


def _admit(user: User, *, is_active: bool, by: Actor, now: datetime) -> None:
    if user.is_active == is_active:
        return
    try:
        people.change_person(user, is_active=is_active, by=by, now=now)
    except grants.NoGrant as refused:
        raise MutabilityException(detail=str(refused)) from None
    user.is_active = is_active


def _taken(refused: ValidationError) -> SCIMException:
    words = " ".join(refused.messages)
    is_taken = "already exists" in words or "violated" in words
    return UniquenessException(detail=words) if is_taken else InvalidValueException(detail=words)
