"""Users of SCIM are people who may sign in; what they hold is given by administrators alone."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from heard.accounts import grants, people
from heard.accounts.models import User
from heard.journal.write import Actor
from heard.web.feeds.scim.messages import Attributes, Refused, changes, flag_of, text_of

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
FILTERS = {"userName": "email", "externalId": "staff_id"}
NAMES = ("displayname", "name.formatted")


def everybody() -> QuerySet[User]:
    return User.objects.order_by("id")


def narrowed(found: QuerySet[User], name: str, value: str) -> QuerySet[User]:
    """Narrow people down by one of FILTERS."""
    value = value.lower() if name == "userName" else value
    return found.filter(**{FILTERS[name]: value})


def shown(user: User) -> dict[str, Any]:
    """Give somebody as SCIM has them."""
    return {
        "schemas": [SCHEMA],
        "id": str(user.pk),
        "userName": user.email,
        "displayName": user.name,
        "name": {"formatted": user.name},
        "active": user.is_active,
        **({"externalId": user.staff_id} if user.staff_id else {}),
        "meta": {"resourceType": "User"},
    }


def add(body: Attributes, *, by: Actor, now: datetime) -> User:
    """Add somebody, who holds nothing yet. Refused."""
    given = _read(body)
    if not given.get("email"):
        raise Refused("userName: an email address.")
    is_active = given.pop("is_active", True)
    named = {"name": given["email"], "staff_id": ""} | {k: v for k, v in given.items() if v}
    try:
        user = people.add_person(**named, role=None, password=None, by=by, now=now)
    except ValidationError as refused:
        raise _taken(refused) from None
    _admit(user, is_active=is_active, by=by, now=now)
    return user


def put(user: User, body: Attributes, *, by: Actor, now: datetime) -> None:
    """Write somebody down anew; what is not said stays but for the pseudonym. Refused."""
    _change(user, {"staff_id": "", "is_active": True} | _read(body), by=by, now=now)


def patch(user: User, body: Attributes, *, by: Actor, now: datetime) -> None:
    """Change what a patch names. Refused."""
    given: dict[str, Any] = {}
    for one in changes(body):
        if one.op == "remove" and one.attribute.lower() != "externalid":
            raise Refused(f"{one.attribute}: cannot be taken away.", kind="mutability")
        given |= _read({one.attribute: "" if one.op == "remove" else one.value})
    _change(user, given, by=by, now=now)


def remove(user: User, *, by: Actor, now: datetime) -> None:
    """Shut somebody out: who did something is kept. Refused."""
    _admit(user, is_active=False, by=by, now=now)


def _read(body: Attributes) -> dict[str, Any]:
    """Read the attributes that Heard keeps; others are left alone."""
    given = {name.lower(): value for name, value in body.items()}
    if isinstance(given.get("name"), dict):
        given["name.formatted"] = given["name"].get("formatted", "")
    found: dict[str, Any] = {}
    if "username" in given:
        found["email"] = text_of(given["username"], name="userName")
    if name := next((given[one] for one in NAMES if given.get(one)), None):
        found["name"] = text_of(name, name="displayName")
    if "externalid" in given:
        found["staff_id"] = text_of(given["externalid"], name="externalId")
    if "active" in given:
        found["is_active"] = flag_of(given["active"], name="active")
    return found


def _change(user: User, given: dict[str, Any], *, by: Actor, now: datetime) -> None:
    is_active = given.pop("is_active", user.is_active)
    named = {"email": user.email, "name": user.name, "staff_id": user.staff_id}
    if named | given != named:
        try:
            people.describe_person(user, **(named | given), by=by, now=now)
        except ValidationError as refused:
            raise _taken(refused) from None
    _admit(user, is_active=is_active, by=by, now=now)


def _admit(user: User, *, is_active: bool, by: Actor, now: datetime) -> None:
    if user.is_active == is_active:
        return
    try:
        people.change_person(user, is_active=is_active, by=by, now=now)
    except grants.NoGrant as refused:
        raise Refused(str(refused), kind="mutability") from None
    user.is_active = is_active


def _taken(refused: ValidationError) -> Refused:
    words = " ".join(refused.messages)
    is_taken = "already exists" in words or "violated" in words
    return Refused(words, kind="uniqueness" if is_taken else "invalidValue")
