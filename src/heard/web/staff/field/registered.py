"""People whom officers met without a signal: opened as a phone brings them, each taken once."""

import json
import re
import secrets
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from django.conf import settings

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.fieldwork import seals
from heard.fieldwork.badges import holder
from heard.membership import pilots
from heard.membership.drives import note_use
from heard.membership.enrol import BadWish, Sender
from heard.membership.street import Met, TooMany, meet_once, note_refused
from heard.web.staff.community.forms import RegisterForm

ROLES = (User.Role.NEIGHBOURHOOD, User.Role.COMMUNICATIONS, User.Role.ADMINISTRATOR)
KIND = "member"  # of an item that a phone brings; without a kind it is an interview
LONGEST = 20_000  # characters of one sealed entry
_NAMES = ("instance", "at", "badge", *RegisterForm.base_fields)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class State(StrEnum):
    """What became of an entry: only what is taken or known may leave the device."""

    TAKEN = "taken"
    KNOWN = "known"
    LATER = "later"
    REFUSED = "refused"


class _Wrong(ValueError):
    """What was sealed is not an entry as our app writes one, or breaks a rule of its form."""


def may_register(user: User, *, now: datetime) -> bool:
    """Tell whether somebody may register people: by their role, or by a pilot of their area."""
    return not user.roles(now=now).isdisjoint(ROLES) or bool(pilots.open_to(user, now=now))


def register(instance: str, sealed: str, *, by: User, now: datetime) -> tuple[State, str]:
    """Register whom an entry names, once, however often it is sent; else give the rule.

    What is said is the same for every address that keeps the rules. `by` is who sends; the proof
    of consent names whoever was signed in when the entry was written.
    """
    try:
        _require_role(by, now=now)
        told = _told(instance, sealed)
        form = _form(told)
        is_new = meet_once(
            form.wish(),
            _met(told, by),
            entry=_id(instance),
            by=actor(by),
            sender=Sender(site=settings.SITE_URL, draw=secrets.token_bytes),
            now=now,
        )
    except TooMany as fault:
        note_refused(actor(by), now=now)
        return State.LATER, str(fault)
    except (seals.Unopened, _Wrong, BadWish) as fault:
        return State.REFUSED, str(fault)
    if is_new:
        note_use(form.cleaned_data["source"], asked=1, now=now)
    return State.TAKEN if is_new else State.KNOWN, ""


def _require_role(by: User, *, now: datetime) -> None:
    if not may_register(by, now=now):
        raise _Wrong("You may not register people now: neither by your role nor by a pilot.")


def _told(instance: str, sealed: str) -> dict[str, str]:
    if len(sealed) > LONGEST:
        raise _Wrong(f"It is longer than {LONGEST:,} characters.")
    try:
        found = json.loads(seals.opened(sealed))
    except json.JSONDecodeError as error:
        raise _Wrong("What was sealed is no JSON.") from error
    for name in _NAMES:
        said = found.get(name) if isinstance(found, dict) else None
        if not isinstance(said, str) or _UNSTORABLE.search(said):
            raise _Wrong(f"{name} is missing, or has a character in it that is none.")
    if found["instance"] != instance:
        raise _Wrong("It is another entry than the device says.")
    return cast("dict[str, str]", found)


def _form(told: dict[str, str]) -> RegisterForm:
    form = RegisterForm(told)
    if not form.is_valid():
        raise _Wrong(next(iter(form.errors.values()))[0])
    return form


def _met(told: dict[str, str], by: User) -> Met:
    try:
        at = datetime.fromisoformat(told["at"])
    except ValueError as error:
        raise _Wrong("at is no time.") from error
    if at.tzinfo is None:
        raise _Wrong("at has no offset.")
    officer = holder(told["badge"]) or by
    return Met(how=told["how"], where=told["where"], officer=actor(officer).label, at=at)


def _id(instance: str) -> UUID:
    try:
        return UUID(instance)  # with `urn:` and `uuid:` before it, or without
    except ValueError as error:
        raise _Wrong("instance is no UUID.") from error
