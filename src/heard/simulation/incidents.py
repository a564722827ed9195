"""The life of a simulated incident, from the call that opens it to its closing.

One thing is tidier here than in life. A fact that makes an incident sensitive always arrives
before a text about it could have gone: within eight minutes of the call's end by day, or
overnight while the text waits for the morning; and an incident that was harmless until then is
never closed as something graver. A code that turns grave after the text has gone is a near
miss, which the replay's acceptance does not contain: there, no text is about a grave code at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from heard.core.timing import LONDON, next_open
from heard.simulation.force import (
    ATTENDED,
    AWKWARD,
    EASY,
    GRADES,
    GRAVE_TAGS,
    HARD,
    HARMLESS_TAGS,
    Mix,
    chance,
    response_units,
    ward_of,
)
from heard.simulation.wire import Wire

_CALL_DELAY = timedelta(minutes=10)  # no text about a call goes sooner after it
_UNITS = Mix({1: 62, 2: 30, 3: 8})


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A log, its tone (how easy it is to write to the caller) and the end of its first call.

    A plain one gets no grave facts later: it is told together with another log, and a fact
    about one of two would leave the other in doubt.
    """

    id: str
    area: str
    tone: str
    code: str
    opened: datetime
    told: datetime
    plain: bool = False
    grade: str = field(default="NO_DEPLOYMENT")


def minutes(rng: Random, low: float, high: float) -> timedelta:
    return timedelta(minutes=rng.uniform(low, high))


def tell_incident(rng: Random, wire: Wire, incident: Incident) -> None:
    """Tell everything that happens to an incident."""
    name = {"incident_id": incident.id}
    wire.tell(incident.opened, "incident.created", name | _created(incident))
    graded = incident.opened + minutes(rng, 0.5, 3)
    wire.tell(graded, "incident.graded", name | {"grade": incident.grade})
    for at, kind, facts in _notes(rng, incident):
        wire.tell(at, kind, name | facts, prompt=True)
    left = _attend(rng, wire, incident) if chance(rng, ATTENDED[incident.grade]) else None
    _close(rng, wire, incident, left)


def tell_duplicate(rng: Random, wire: Wire, incident: Incident, *, master: str) -> None:
    """Tell a second log about one matter: linked at once, and closed with its master's code.

    The list has a code for duplicates, which blocks. A harmless log does not get it, since a
    text about the master may have gone by then.
    """
    name = {"incident_id": incident.id}
    wire.tell(incident.opened, "incident.created", name | _created(incident))
    linked = incident.told + minutes(rng, 0.5, 7)
    wire.tell(linked, "incident.linked", name | {"master_id": master}, prompt=True)
    code = incident.code if incident.tone == "easy" else "AD-12"
    closed = linked + minutes(rng, 1, 30)
    wire.tell(closed, "incident.resulted", name | {"closing_codes": [code]})
    wire.tell(closed, "incident.closed", name)


def _created(incident: Incident) -> dict[str, object]:
    """Give what is known of a log from its opening on."""
    return {
        "opening_codes": [incident.code],
        "area": incident.area,
        "ward": ward_of(incident.id, incident.area),
    }


def _notes(rng: Random, incident: Incident) -> Iterator[tuple[datetime, str, dict[str, object]]]:
    """Yield what is noted beside the category, or changed about it, and when."""
    if chance(rng, 0.22):
        at = incident.opened + minutes(rng, 1, 60)
        yield at, "incident.tagged", {"tags": [HARMLESS_TAGS.draw(rng)]}
    if chance(rng, 0.08):
        at = incident.opened + minutes(rng, 4, 240)
        yield at, "incident.regraded", {"grade": GRADES[incident.tone].draw(rng)}
    if not incident.plain:
        yield from _grave_notes(rng, incident)


def _grave_notes(
    rng: Random, incident: Incident
) -> Iterator[tuple[datetime, str, dict[str, object]]]:
    soonest = incident.told + _CALL_DELAY
    morning = next_open(soonest)
    if incident.tone != "easy":
        if chance(rng, 0.3):
            yield _grave(rng, incident.opened + minutes(rng, 2, 400))
    elif chance(rng, 0.09):
        yield _grave(rng, incident.told + minutes(rng, -1, 7))
    elif morning - soonest > timedelta(hours=1) and chance(rng, 0.08):
        overnight = (morning - soonest) / timedelta(minutes=1)
        yield _grave(rng, soonest + minutes(rng, 5, overnight - 20))


def _grave(rng: Random, at: datetime) -> tuple[datetime, str, dict[str, object]]:
    if chance(rng, 0.75):
        return at, "incident.tagged", {"tags": [GRAVE_TAGS.draw(rng)]}
    code = (HARD if chance(rng, 0.7) else AWKWARD).draw(rng)
    return at, "incident.regraded", {"grade": "EMERGENCY", "opening_codes": [code]}


def _attend(rng: Random, wire: Wire, incident: Incident) -> datetime:
    """Send one to three units; give the moment at which the last of them is free again."""
    first = _assigned(rng, incident)
    units, team = response_units(rng, incident.area, first, _UNITS.draw(rng))
    free = first
    for unit in units:
        who = {"incident_id": incident.id, "unit": unit, "team": team}
        assigned = first + minutes(rng, 0, 6)
        wire.tell(assigned, "resource.assigned", who, prompt=True)
        free = max(free, _visit(rng, wire, who, assigned))
    return free


def _assigned(rng: Random, incident: Incident) -> datetime:
    if incident.grade == "EMERGENCY":
        return incident.opened + minutes(rng, 0.5, 4)
    if incident.grade == "PRIORITY":
        return incident.opened + minutes(rng, 4, 45)
    day = incident.told.astimezone(LONDON) + timedelta(days=rng.choice((1, 1, 2)))
    return day.replace(hour=rng.randint(9, 18))  # by appointment


def _visit(rng: Random, wire: Wire, who: dict[str, str], assigned: datetime) -> datetime:
    """Tell one unit's visit. Arrival and leaving are pressed by hand: late, and at times never."""
    at = assigned + minutes(rng, 4, 22)
    if chance(rng, 0.07):
        wire.tell(at, "resource.stood_down", who)
        return at
    if not chance(rng, 0.02):
        wire.tell(at, "resource.at_scene", who)
    at += timedelta(minutes=min(rng.lognormvariate(3.6, 0.6), 240))
    wire.tell(at, "resource.cleared", who)
    if chance(rng, 0.06):  # something was forgotten: back within the quiet time
        at += minutes(rng, 4, 11)
        wire.tell(at, "resource.at_scene", who)
        at += minutes(rng, 4, 25)
        wire.tell(at, "resource.cleared", who)
    return at


def _close(rng: Random, wire: Wire, incident: Incident, left: datetime | None) -> None:
    name = {"incident_id": incident.id}
    if left is not None:
        at = left + minutes(rng, 4, 50)
    elif incident.grade == "NO_DEPLOYMENT":
        at = incident.told + minutes(rng, 4, 90)
    else:
        at = incident.told + minutes(rng, 60, 1200)
    codes = [_closing_code(rng, incident)]
    wire.tell(at, "incident.resulted", name | {"closing_codes": codes})
    at += minutes(rng, 1600, 3600) if chance(rng, 0.07) else minutes(rng, 0, 20)
    wire.tell(at, "incident.closed", name)
    if chance(rng, 0.02):
        at += minutes(rng, 10, 180)
        wire.tell(at, "incident.reopened", name)
        wire.tell(at + minutes(rng, 30, 600), "incident.closed", name)


def _closing_code(rng: Random, incident: Incident) -> str:
    if chance(rng, 0.8):
        return incident.code
    if incident.tone == "easy":
        return EASY.draw(rng)
    return rng.choice((EASY, AWKWARD, HARD)).draw(rng)
