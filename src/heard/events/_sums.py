"""Keeps contacts, incidents, attendances and touchpoints equal to the sum of their events.

By hand in SQL: for one event the query builder took twice as long as all the queries.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from heard import bulk
from heard.core.journeys import (
    CRIME,
    AttendanceSum,
    ContactSum,
    IncidentSum,
    Told,
    fold_attendance,
    fold_incident,
)
from heard.events._asking import ask_again
from heard.events._crimes import sum_crimes, touchpoints
from heard.events._markings import mark
from heard.events._payloads import Read
from heard.events._people import sum_contacts
from heard.events._told import all_told, ask, by_subject
from heard.events.models import Attendance, Incident, Touchpoint

_INCIDENT = (
    *("created_at", "area", "ward", "opening_codes", "closing_codes", "tags", "grade"),
    *("is_open", "master_ids", "risks", "address", "circumstances"),
)
_ATTENDANCE = ("arrived_at", "ended_at", "units_out", "units", "team")
_NOTHING_TOLD = fold_incident(())

_LOCK_INCIDENTS = f"""
    SELECT incident_id, id, {", ".join(_INCIDENT)} FROM events_incident
    WHERE incident_id = ANY(%s) ORDER BY incident_id FOR NO KEY UPDATE
"""  # noqa: S608 - our own names
_UNITS_OUT = """
    SELECT i.incident_id, a.units_out FROM events_incident AS i
    JOIN events_attendance AS a ON a.incident_id = i.id WHERE i.incident_id = ANY(%s)
"""
_TAKEN_BACK = """
    SELECT key FROM events_touchpoint
    WHERE kind = 'attendance' AND happened_at IS NOT NULL AND key = ANY(%s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """An incident that we hold. One that is `new` came with us: nobody had told of it before."""

    id: int
    total: IncidentSum
    new: bool = False


def refresh(fresh: Sequence[Read], *, source: str, now: datetime, quiet: timedelta) -> None:
    """Sum up afresh whatever these events are about, and ask about what that changed.

    The rows are locked before the events are read: of two senders about one incident, the second
    waits and then sees the events of the first. Incidents that are only named, by a contact or
    a link, are locked too: news of them comes before us or after us, and never unseen beside us.
    Always crimes first, then contacts, then incidents, each in the order of their ids, and
    touchpoints last.
    """
    of_incidents = by_subject(fresh, source=source, of="incident_id")
    crimes = sum_crimes(by_subject(fresh, source=source, of="crime_id"))
    contacts = sum_contacts(by_subject(fresh, source=source, of="contact_id"))
    logs = _lock_incidents(of_incidents, named={name for e in fresh for name in _named(e)})
    told = of_incidents | all_told("incident_id", [i for i in of_incidents if not logs[i].new])
    changed = _sum_incidents(logs, told)
    _put_contacts(contacts, now=now)
    _put_touchpoints(touchpoints(crimes, now=now))
    moved = _put_attendances(logs, told, now=now, quiet=quiet)
    # A log that came with us bears on nothing but what came with us, unless it names a master.
    # Whoever tells of a log bears on all who told of it before.
    spoken_of = {name for e in fresh for name in e.data.get("incident_ids", ())}
    ask_again(
        [n for n in {*changed, *moved, *spoken_of} if not logs[n].new or logs[n].total.master_ids],
        {name: total.incident_ids for name, (_, total) in contacts.items()},
        marked=mark(fresh),
        now=now,
        quiet=quiet,
    )


def _named(event: Read) -> list[str]:
    """The incidents that an event names beside its own."""
    master = event.data.get("master_id")
    return [*event.data.get("incident_ids", ()), *([master] if master else ())]


def _put_contacts(contacts: Mapping[str, tuple[int, ContactSum]], *, now: datetime) -> None:
    """Put the touchpoint of each contact that has ended: due at once."""
    due_at = str(now)
    _put_touchpoints(
        {
            "kind": Touchpoint.Kind.CONTACT,
            "key": name,
            "contact_id": contacts[name][0],
            "happened_at": contacts[name][1].ended_at,
            "due_at": due_at,
        }
        for name in sorted(contacts)
        if contacts[name][1].channel != CRIME
    )


def _lock_incidents(
    told: Mapping[str, Sequence[Told]], *, named: Collection[str]
) -> dict[str, Log]:
    """Lock these incidents in the order of their ids; one that is new is written as we tell it."""
    sums = dict.fromkeys(named, _NOTHING_TOLD) | {
        name: fold_incident(events) for name, events in told.items()
    }
    rows = [_incident(name, sums[name]) for name in sorted(sums)]
    made = bulk.insert(Incident, rows, key=["incident_id"], returning=["incident_id", "id"])
    logs = {name: Log(id=id_, total=sums[name], new=True) for name, id_ in made}
    for name, id_, *facts in ask(_LOCK_INCIDENTS, sums.keys() - logs):
        values = (tuple(fact) if isinstance(fact, list) else fact for fact in facts)
        known: dict[str, Any] = dict(zip(_INCIDENT, values, strict=True))
        total = IncidentSum(**known | {"circumstances": json.loads(known["circumstances"])})
        logs[name] = Log(id=id_, total=total)
    return logs


def _incident(name: str, total: IncidentSum) -> dict[str, object]:
    return {"incident_id": name} | {field: getattr(total, field) for field in _INCIDENT}


def _sum_incidents(
    logs: Mapping[str, Log], told: Mapping[str, Sequence[Told]]
) -> dict[str, IncidentSum]:
    """Sum up the incidents that were told of; give those of which a fact changed."""
    changed: dict[str, IncidentSum] = {}
    rows = []
    for name, events in sorted(told.items()):
        log = logs[name]
        total = log.total if log.new else fold_incident(events)
        if total != (_NOTHING_TOLD if log.new else log.total):
            changed[name] = total
            if not log.new:
                rows.append(_incident(name, total))
    bulk.insert(Incident, rows, key=["incident_id"], update=_INCIDENT)
    return changed


def _put_attendances(
    logs: Mapping[str, Log],
    told: Mapping[str, Sequence[Told]],
    *,
    now: datetime,
    quiet: timedelta,
) -> set[str]:
    """Put attendances and their touchpoints: due when quiet, or at once if one is taken back.

    Give the incidents that units have come to, or that the last of them left.
    """
    attended: dict[str, AttendanceSum] = {}
    for name, events in sorted(told.items()):
        if (total := fold_attendance(events)) is not None:
            attended[name] = total
    rows = [
        {"incident_id": logs[name].id} | {field: getattr(total, field) for field in _ATTENDANCE}
        for name, total in attended.items()
    ]
    before = dict(ask(_UNITS_OUT, list(attended)))
    bulk.insert(Attendance, rows, key=["incident_id"], update=_ATTENDANCE)
    still_there = [n for n, total in attended.items() if total.ended_at is None]
    taken_back = {key for (key,) in ask(_TAKEN_BACK, still_there)}
    _put_touchpoints(
        {
            "kind": Touchpoint.Kind.ATTENDANCE,
            "key": name,
            "incident_id": logs[name].id,
            "happened_at": total.ended_at,
            "due_at": max(now, total.ended_at + quiet)
            if total.ended_at
            else (now if name in taken_back else None),
        }
        for name, total in attended.items()
    )
    return {n for n, total in attended.items() if total.units_out != before.get(n, False)}


def _put_touchpoints(rows: Iterable[Mapping[str, object]]) -> None:
    bulk.insert(Touchpoint, list(rows), key=["kind", "key"], update=["happened_at", "due_at"])
