"""Folds the events of a contact, an incident or an attendance into what they add up to.

Each fold is pure and takes all events known so far, so that what comes late, twice or out of order
comes right by itself. Codes, qualifiers and links are only ever added: a code that was once there
stays in the sum, since the strictest one decides.
"""

from collections.abc import Iterable, Mapping, Sequence
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
CRIME_RECORDED = "uk.police.crime.recorded"
INVESTIGATED = "uk.police.crime.initial_investigation_done"
VICTIM_UPDATED = "uk.police.crime.victim_updated"
OUTCOME_ASSIGNED = "uk.police.crime.outcome_assigned"
CRIME_FILED = "uk.police.crime.filed"
MARKED = "uk.police.person.marked"
UNMARKED = "uk.police.person.unmarked"
REDIRECTED = "uk.police.menu.redirected"  # a call that the menu sent elsewhere
REFUSED = "uk.police.event.refused"  # Heard's own: what could not be read was about this

# Of several circumstances that were told, the one that calls for more care counts.
RELATIONSHIPS = ("none", "known", "family", "partner")
CIRCUMSTANCES = ("casualties", "in_progress", "phone_stolen", "vulnerable", "repeat")

CRIME = "crime"  # how the victim of a crime was in touch, as far as we know
CHAT = "chat:"  # and after it the number of a conversation in our own chat
VICTIM = f"{CRIME}:"  # and after it the crime's id: the contact that its victim is
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
    """A person who was in touch: the caller of a contact, or the victim of a crime.

    `phone` is the number as it was told, None where it was withheld. `traces` are the prints by
    which the person and the home are found again: those of their own number in the records and of
    their address; whatever was ever told counts. `seconds_to_answer` are those that they waited
    until somebody, or the bot, answered.
    """

    ended_at: datetime
    channel: str
    incident_ids: tuple[str, ...]
    codes: tuple[str, ...]
    phone: str | None
    email: str | None
    age: int | None
    role: str
    language: str
    markers: tuple[str, ...]
    risks: tuple[str, ...]
    traces: tuple[str, ...]
    address: str
    demographics: Mapping[str, str]
    handler: str
    team: str
    handler_type: str
    seconds_to_answer: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeSum:
    """A crime. An instant is None until the event that it stands for has come."""

    recorded_at: datetime | None
    investigated_at: datetime | None
    updated_at: datetime | None
    outcome: str
    filed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSum:
    """A log. `created_at` is None until the event that opened it has come."""

    created_at: datetime | None
    area: str
    ward: str
    opening_codes: tuple[str, ...]
    closing_codes: tuple[str, ...]
    tags: tuple[str, ...]
    grade: str
    is_open: bool
    master_ids: tuple[str, ...]
    risks: tuple[str, ...]
    address: str
    circumstances: Mapping[str, str | bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSum:
    """Officers at an incident. `ended_at` is None while a unit is there or on its way.

    `units_out` says whether one is, whether or not any arrived.
    """

    arrived_at: datetime | None
    ended_at: datetime | None
    units_out: bool
    units: tuple[str, ...]
    team: str


def fold_contact(events: Iterable[Told]) -> ContactSum | None:
    """Sum up a contact, or None before it has ended. The youngest age told is the one kept.

    It ended when that was told first: what is told of it later puts it right, and makes it no
    fresher.
    """
    events = _in_order(events)
    told = [e for e in events if e.type in {CONTACT_ENDED, CRIME_RECORDED}]
    if not told:
        return None
    last = told[-1].data
    return ContactSum(
        ended_at=told[0].at,
        channel=last.get("channel", CRIME),
        incident_ids=_union(told, "incident_ids"),
        codes=_union(events, "codes"),
        phone=last.get("calling_number", last.get("phone")),
        email=last.get("email"),
        age=min((age for e in told if (age := _age(e)) is not None), default=None),
        role=_last(told, "role"),
        language=_last(told, "language"),
        markers=_union(told, "markers"),
        risks=_union(told, "risks"),
        traces=_union(told, "traces"),
        address=_last(told, "address"),
        demographics={k: v for e in told for k, v in (e.data.get("demographics") or {}).items()},
        handler=last["handler"],
        team=last["team"],
        handler_type=_last(told, "handler_type"),
        seconds_to_answer=_waited(told),
    )


def fold_crime(events: Iterable[Told]) -> CrimeSum:
    """Sum up a crime: the first time of what happens once, the last of what may happen again."""
    told = _in_order(events)
    at: dict[str, list[datetime]] = {}
    for event in told:
        at.setdefault(event.type, []).append(event.at)
    return CrimeSum(
        recorded_at=_first(at, CRIME_RECORDED),
        investigated_at=_first(at, INVESTIGATED),
        updated_at=at[VICTIM_UPDATED][-1] if VICTIM_UPDATED in at else None,
        outcome=_last(told, "outcome"),
        filed_at=at[CRIME_FILED][-1] if CRIME_FILED in at else None,
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
        ward=_last(told, "ward"),
        opening_codes=_union(told, "opening_codes"),
        closing_codes=_union(told, "closing_codes"),
        tags=tuple(dict.fromkeys((*_union(told, "tags"), *_union(told, "markers")))),
        grade=_last(told, "grade"),
        is_open=not turns or turns[-1].type == REOPENED,
        master_ids=_masters(told),
        risks=_union(told, "risks"),
        address=_last(told, "address"),
        circumstances=_circumstances(told),
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
        units_out=not gone,
        units=tuple(sorted(units)),
        team=(arrivals or told)[0].data["team"],
    )


def _in_order(events: Iterable[Told]) -> list[Told]:
    """Put events in the order in which they happened; the id settles a tie, never the arrival."""
    return sorted(events, key=lambda e: (e.at, e.type in _GONE, e.event_id))


def _union(events: Sequence[Told], field: str) -> tuple[str, ...]:
    """Give every value of a list field, each once, in the order in which they were told."""
    return tuple(dict.fromkeys(v for e in events for v in e.data.get(field) or ()))


def _age(event: Told) -> int | None:
    age: int | None = event.data.get("caller_age", event.data.get("age"))
    return age


def _waited(events: Sequence[Told]) -> int | None:
    """Give the last time to answer that was told, which may be 0."""
    told = [e.data["seconds_to_answer"] for e in events if "seconds_to_answer" in e.data]
    return told[-1] if told else None


def _first(at: Mapping[str, Sequence[datetime]], kind: str) -> datetime | None:
    return at[kind][0] if kind in at else None


def _circumstances(events: Sequence[Told]) -> dict[str, str | bool]:
    """Give what was told of how things were: once told to be so, it stays so."""
    found: dict[str, str | bool] = {}
    for name in CIRCUMSTANCES:
        if told := [e.data[name] for e in events if e.data.get(name) is not None]:
            found[name] = any(told)
    if related := [e.data["relationship"] for e in events if e.data.get("relationship")]:
        found["relationship"] = max(related, key=RELATIONSHIPS.index)
    return found


def _masters(events: Sequence[Told]) -> tuple[str, ...]:
    """Give every log that this one was ever linked to; a link to itself says nothing."""
    links = (e.data for e in events if e.type == LINKED)
    return tuple(dict.fromkeys(d["master_id"] for d in links if d["master_id"] != d["incident_id"]))


def _last(events: Sequence[Told], field: str) -> str:
    """Give the last value told of a field, or an empty text."""
    return next((str(e.data[field]) for e in reversed(events) if e.data.get(field)), "")
