"""Folds the events of a contact, an incident or an attendance into what they add up to.

Each fold is pure and takes all events known so far, so that what comes late, twice or out of order
comes right by itself. Codes, qualifiers and links are only ever added: a code that was once there
stays in the sum, since the strictest one decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

CONTACT_ENDED = "uk.police.contact.ended"
CREATED = "uk.police.incident.created"
GRADED = "uk.police.incident.graded"
REGRADED = "uk.police.incident.regraded"
TAGGED = "uk.police.incident.tagged"
LINKED = "uk.police.incident.linked"
RESULTED = "uk.police.incident.resulted"
CLOSED = "uk.police.incident.closed"
REOPENED = "uk.police.incident.reopened"
ASSIGNED = "uk.police.resource.assigned"
AT_SCENE = "uk.police.resource.at_scene"
CLEARED = "uk.police.resource.cleared"
STOOD_DOWN = "uk.police.resource.stood_down"

_RESOURCE = frozenset((ASSIGNED, AT_SCENE, CLEARED, STOOD_DOWN))
_GONE = frozenset((CLEARED, STOOD_DOWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event as the fold needs it; `data` has the fields of its type, already checked."""

    type: str
    at: datetime
    event_id: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSum:
    """A call. `phone` is the number as it was told, None where it was withheld."""

    ended_at: datetime
    channel: str
    incident_ids: tuple[str, ...]
    codes: tuple[str, ...]
    phone: str | None
    age: int | None
    handler: str
    team: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSum:
    """A log. `created_at` is None until the event that opened it has come."""

    created_at: datetime | None
    area: str
    opening_codes: tuple[str, ...]
    closing_codes: tuple[str, ...]
    tags: tuple[str, ...]
    grade: str
    is_open: bool
    master_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSum:
    """Officers at an incident. `ended_at` is None while a unit is there or on its way."""

    arrived_at: datetime | None
    ended_at: datetime | None
    units: tuple[str, ...]
    team: str


def fold_contact(events: Iterable[Told]) -> ContactSum | None:
    """Sum up a contact, or None before it has ended. The youngest age told is the one kept."""
    told = [e for e in _in_order(events) if e.type == CONTACT_ENDED]
    if not told:
        return None
    last = told[-1].data
    return ContactSum(
        ended_at=told[-1].at,
        channel=last["channel"],
        incident_ids=_union(told, "incident_ids"),
        codes=_union(told, "codes"),
        phone=last["calling_number"],
        age=min(
            (e.data["caller_age"] for e in told if e.data["caller_age"] is not None), default=None
        ),
        handler=last["handler"],
        team=last["team"],
    )


def fold_incident(events: Iterable[Told]) -> IncidentSum:
    """Sum up a log. Between a closing and a reopening of one instant, it counts as open."""
    told = _in_order(events)
    created = [e for e in told if e.type == CREATED]
    turns = sorted(
        (e for e in told if e.type in {CLOSED, REOPENED}), key=lambda e: (e.at, e.type == REOPENED)
    )
    return IncidentSum(
        created_at=created[0].at if created else None,
        area=_last(told, "area"),
        opening_codes=_union(told, "opening_codes"),
        closing_codes=_union(told, "closing_codes"),
        tags=_union(told, "tags"),
        grade=_last(told, "grade"),
        is_open=not turns or turns[-1].type == REOPENED,
        master_ids=_masters(told),
    )


def fold_attendance(events: Iterable[Told]) -> AttendanceSum | None:
    """Sum up an attendance, or None where no unit was ever sent.

    It ends when every unit has cleared or was stood down and at least one had reported its
    arrival: with no arrival on record, nobody is known to have been met.
    """
    told = [e for e in _in_order(events) if e.type in _RESOURCE]
    if not told:
        return None
    units: dict[str, list[Told]] = {}
    for event in told:
        units.setdefault(event.data["unit"], []).append(event)
    arrivals = [e for e in told if e.type == AT_SCENE]
    there = {e.data["unit"] for e in arrivals}
    gone = all(moves[-1].type in _GONE for moves in units.values())
    left = [moves[-1].at for unit, moves in units.items() if unit in there]
    return AttendanceSum(
        arrived_at=arrivals[0].at if arrivals else None,
        ended_at=max(left) if gone and left else None,
        units=tuple(sorted(units)),
        team=(arrivals or told)[0].data["team"],
    )


def _in_order(events: Iterable[Told]) -> list[Told]:
    """Put events in the order in which they happened; the id settles a tie, never the arrival."""
    return sorted(events, key=lambda e: (e.at, e.type in _GONE, e.event_id))


def _union(events: Sequence[Told], field: str) -> tuple[str, ...]:
    """Give every value of a list field, each once, in the order in which they were told."""
    return tuple(dict.fromkeys(v for e in events for v in e.data.get(field) or ()))


def _masters(events: Sequence[Told]) -> tuple[str, ...]:
    """Give every log that this one was ever linked to; a link to itself says nothing."""
    links = (e.data for e in events if e.type == LINKED)
    return tuple(dict.fromkeys(d["master_id"] for d in links if d["master_id"] != d["incident_id"]))


def _last(events: Sequence[Told], field: str) -> str:
    """Give the last value told of a field, or an empty text."""
    return next((str(e.data[field]) for e in reversed(events) if e.data.get(field)), "")
