"""The one switch by which teams outside neighbourhood policing use the community of an area.

Where it is on, people of the roles that it names, who belong to the area, write messages for it,
which somebody else approves, and register people. Where it is not, they do neither.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from heard.accounts.models import Grant, User
from heard.core.timing import london_date
from heard.journal.write import Actor, write
from heard.membership.models import Pilot
from heard.organisation.chart import team_of, teams_of
from heard.places.areas import names

ROLES: Mapping[str, str] = {  # that a pilot may name, in words
    User.Role.OFFICER: "Officers",
    User.Role.TEAM_SUPERVISOR: "Supervisors of teams",
    User.Role.CONTACT_HANDLER: "Contact handlers",
}


class NoPilot(ValueError):
    """What cannot be done with a pilot; names the field, and says why as a sentence."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A pilot as it is asked for: see `Pilot`."""

    area: str
    roles: Sequence[str]
    teams: Sequence[str] = ()
    first: date
    reason: str


@transaction.atomic
def begin(wanted: Wanted, *, by: Actor, now: datetime) -> Pilot:
    """Let teams outside neighbourhood policing use the community from a day on. NoPilot."""
    if wanted.area not in names():
        raise NoPilot("area", "Choose an area.")
    if not wanted.roles or not set(wanted.roles) <= ROLES.keys():
        raise NoPilot("roles", "Choose who may take part.")
    if not wanted.reason.strip():
        raise NoPilot("reason", "Say why.")
    if wanted.first < london_date(now):
        raise NoPilot("first", "Choose today or a later day: nobody could do it before.")
    if strange := set(wanted.teams) - teams_of([wanted.area], on=wanted.first):
        raise NoPilot("teams", f"The area has no team {min(strange)}.")
    before = Pilot.objects.select_for_update().filter(area=wanted.area)
    if before.filter(Q(last=None) | Q(last__gte=wanted.first)).exists():
        raise NoPilot("area", "There is a pilot in this area already.")
    made = Pilot.objects.create(
        area=wanted.area,
        roles=sorted(wanted.roles),
        teams=sorted(wanted.teams),
        first=wanted.first,
        reason=wanted.reason.strip(),
        set_at=now,
        set_by=by.id,
        set_by_label=by.label,
    )
    write("membership.begin_pilot", subject=subject(made), actor=by, now=now, reason=made.area)
    return made


@transaction.atomic
def end(pilot: Pilot, why: str, *, by: Actor, now: datetime) -> None:
    """End it with this day, and at once: nobody does anything by it from now on. NoPilot."""
    held = Pilot.objects.select_for_update().get(pk=pilot.pk)
    if held.last is not None:
        raise NoPilot("why", "It has ended already.")
    if not why.strip():
        raise NoPilot("why", "Say why.")
    held.last = max(london_date(now), held.first)
    held.end_reason, held.ended_at, held.ended_by_label = why.strip(), now, by.label
    held.save(update_fields=["last", "end_reason", "ended_at", "ended_by_label"])
    write("membership.end_pilot", subject=subject(held), actor=by, now=now, reason=held.area)


def running(*, now: datetime) -> QuerySet[Pilot]:
    """Give the pilots that are on."""
    return Pilot.objects.filter(first__lte=london_date(now), last=None)


def open_to(user: User, *, now: datetime) -> Mapping[str, int]:
    """Give the areas whose community somebody may use by a pilot, each with the pilot's number."""
    roles = {one.role for one in user.held(now=now)} & ROLES.keys()
    if not roles:
        return {}
    found = running(now=now).filter(roles__overlap=list(roles))
    return {one.area: one.pk for one in found if _is_meant(one, user, now=now)}


def subject(pilot: Pilot) -> str:
    """Name a pilot in the journal."""
    return f"pilot:{pilot.pk}"


def covers(area: str, since: date, until: date) -> bool:
    """Tell whether a pilot was on in an area on any day of a time."""
    theirs = Pilot.objects.filter(area=area, first__lte=until)
    return theirs.filter(Q(last=None) | Q(last__gte=since)).exists()


def _is_meant(pilot: Pilot, user: User, *, now: datetime) -> bool:
    """Tell whether somebody holds a role of a pilot in its area, and in a team of it."""
    held = [one for one in user.held(now=now) if one.role in pilot.roles]
    teams = teams_of([pilot.area], on=london_date(now))
    meant = teams & set(pilot.teams) if pilot.teams else teams
    people = {user.staff_id, *_units(held, Grant.Level.PERSON)}
    own = {team_of(one, on=london_date(now)) for one in people} | _units(held, Grant.Level.TEAM)
    return bool(own & meant) or (not pilot.teams and pilot.area in _units(held, Grant.Level.AREA))


def _units(held: Iterable[Grant], level: Grant.Level) -> set[str]:
    return {one.unit for one in held if one.level == level}
