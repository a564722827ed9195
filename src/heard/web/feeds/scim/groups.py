"""Groups of SCIM are teams; who is added to one is in it from that day on, and in no other."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from heard.accounts.models import User
from heard.journal.write import Actor
from heard.organisation import move
from heard.organisation.models import Unit
from heard.web.feeds.scim.messages import Attributes, Refused, changes, members_of, text_of

SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group"
KEY_DIGITS = 19  # a number with fewer of them is one that a table may have
FILTERS = {"displayName": "name", "externalId": "code"}


def everybody() -> QuerySet[Unit]:
    return Unit.objects.filter(kind=Unit.Kind.TEAM).order_by("id")


def narrowed(found: QuerySet[Unit], name: str, value: str) -> QuerySet[Unit]:
    """Narrow teams down by one of FILTERS."""
    return found.filter(**{FILTERS[name]: value})


def shown(team: Unit, *, now: datetime) -> dict[str, Any]:
    """Give a team as SCIM has it, with those of its people who may sign in."""
    people = move.people_of(team, on=move.today(now))
    known = User.objects.filter(staff_id__in=people).order_by("id")
    return {
        "schemas": [SCHEMA],
        "id": str(team.pk),
        "externalId": team.code,
        "displayName": team.name,
        "members": [{"value": str(one.pk), "display": one.name} for one in known],
        "meta": {"resourceType": "Group"},
    }


def add(body: Attributes, *, by: Actor, now: datetime) -> Unit:
    """Make a team by the name that events have for it, with its people. Refused."""
    name = text_of(body.get("displayName"), name="displayName")
    code = text_of(body.get("externalId") or name, name="externalId")
    if not code or Unit.objects.filter(code=code).exists():
        raise Refused(f"externalId: {code!r} is no new one.", kind="uniqueness")
    team = move.form(code, name=name or code, by=by, now=now)
    _post(members_of(body.get("members") or []), team, by=by, now=now)
    return team


def put(team: Unit, body: Attributes, *, by: Actor, now: datetime) -> None:
    """Write a team down anew: its name, and all of its people. Refused."""
    _rename(team, body.get("displayName", team.name), by=by, now=now)
    _set(team, members_of(body.get("members") or []), by=by, now=now)


def patch(team: Unit, body: Attributes, *, by: Actor, now: datetime) -> None:
    """Add people, take people out, set them anew, or give another name. Refused."""
    for one in changes(body):
        name = one.attribute.lower()
        if name == "displayname" and one.op != "remove":
            _rename(team, one.value, by=by, now=now)
        elif name == "members" and one.op == "add":
            _post(members_of(one.value), team, by=by, now=now)
        elif name == "members" and one.op == "remove" and one.value:
            _take_out(_people(members_of(one.value)), team, by=by, now=now)
        elif name == "members":
            _set(team, members_of(one.value or []), by=by, now=now)
        elif name not in {"id", "externalid", "schemas"}:
            raise Refused(f"{one.attribute}: no such attribute.", kind="invalidPath")


def remove(team: Unit, *, by: Actor, now: datetime) -> None:
    """Let a team be there no longer; what it did stays."""
    move.end(team, by=by, now=now)


def _rename(team: Unit, given: object, *, by: Actor, now: datetime) -> None:
    name = text_of(given, name="displayName")
    if name and name != team.name:
        move.rename(team, name, by=by, now=now)
        team.name = name


def _set(team: Unit, members: Sequence[str], *, by: Actor, now: datetime) -> None:
    stay = _people(members)
    there = move.people_of(team, on=move.today(now))
    _take_out([one for one in there if one not in stay], team, by=by, now=now)
    _post(members, team, by=by, now=now)


def _post(members: Sequence[str], team: Unit, *, by: Actor, now: datetime) -> None:
    for person in _people(members):
        move.post(person, team, by=by, now=now)


def _take_out(people: Iterable[str], team: Unit, *, by: Actor, now: datetime) -> None:
    there = {*move.people_of(team, on=move.today(now))}
    for person in people:
        if person in there:
            move.post(person, None, by=by, now=now)


def _people(members: Sequence[str]) -> list[str]:
    """Give the pseudonyms of these users. Refused where one is not known or has none."""
    numbers = [
        int(one) for one in members if one.isascii() and one.isdecimal() and len(one) < KEY_DIGITS
    ]
    found = dict(User.objects.filter(pk__in=numbers).values_list("pk", "staff_id"))
    if len(numbers) < len(members) or not all(found.get(one) for one in numbers):
        raise Refused("members: each is the id of a user who has an externalId.")
    return [found[one] for one in numbers]
