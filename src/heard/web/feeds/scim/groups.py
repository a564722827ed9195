"""Groups of SCIM are teams; who is added to one is in it from that day on, and in no other."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery
from scim2_models import InvalidValueException, Reference, UniquenessException

from heard.accounts.models import User
from heard.journal.write import Actor
from heard.organisation import move
from heard.organisation.models import Line, Unit
from heard.web.feeds.scim import resources

KIND, MODEL = "group", resources.Group
FIELDS = {"display_name": "name", "external_id": "code"}
KEY_DIGITS = 19  # a number with fewer of them is one that a table may have


def everybody() -> QuerySet[Unit]:
    """Give the teams that have not ended."""
    newest = Line.objects.filter(unit=OuterRef("pk")).order_by("-from_day", "-id")
    teams = Unit.objects.filter(kind=Unit.Kind.TEAM).order_by("id")
    teams = teams.alias(line=Subquery(newest.values("pk")[:1]))
    under = Subquery(newest.values("under")[:1])
    return teams.alias(under=under).filter(Q(line=None) | Q(under__isnull=False))


def shown(team: Unit, *, now: datetime) -> resources.Group:
    """Give a team as SCIM has it, with those of its people who may sign in."""
    people = move.people_of(team, on=move.today(now))
    known = User.objects.filter(staff_id__in=people).order_by("id")
    return resources.Group(
        id=str(team.pk),
        meta=resources.meta(KIND, team.pk),
        external_id=team.code,
        display_name=team.name,
        members=[
            resources.Member(
                value=str(one.pk),
                ref=Reference[resources.User](resources.location("user", one.pk)),
            )
            for one in known
        ],
    )


def add(given: resources.Group, *, by: Actor, now: datetime) -> Unit:
    """Make a team by the name that events have for it, with its people. SCIMException."""
    name = (given.display_name or "").strip()
    code = (given.external_id or name).strip()
    if not code or Unit.objects.filter(code=code).exists():
        raise UniquenessException(detail=f"externalId: {code!r} is no new one.")
    team = move.form(code, name=name or code, by=by, now=now)
    for person in _people(_members(given)):
        move.post(person, team, by=by, now=now)
    return team


def change(
    team: Unit, *, before: resources.Group, after: resources.Group, by: Actor, now: datetime
) -> None:
    """Give a team another name, post who is new in it, and take out who is no longer.

    Whoever is in it and may not sign in stays: the directory does not know them. SCIMException.
    """
    name = (after.display_name or "").strip()
    if name and name != team.name:
        move.rename(team, name, by=by, now=now)
        team.name = name
    were, are = _members(before), _members(after)
    for person in _people([one for one in were if one not in {*are}]):
        move.post(person, None, by=by, now=now)
    for person in _people([one for one in are if one not in {*were}]):
        move.post(person, team, by=by, now=now)


def remove(team: Unit, *, by: Actor, now: datetime) -> None:
    """Let a team be there no longer; what it did stays."""
    move.end(team, by=by, now=now)


def _members(given: resources.Group) -> list[str]:
    return list(dict.fromkeys(str(one.value) for one in given.members or []))


def _people(members: Sequence[str]) -> Collection[str]:
    """Give the pseudonyms of these users. SCIMException where one is not known or has none."""
    numbers = [
        int(one) for one in members if one.isascii() and one.isdecimal() and len(one) < KEY_DIGITS
    ]
    found = dict(User.objects.filter(pk__in=numbers).values_list("pk", "staff_id"))
    if len(numbers) < len(members) or not all(found.get(one) for one in numbers):
        raise InvalidValueException(
            detail="members: each is the id of a user who has an externalId."
        )
    return [found[one] for one in numbers]
