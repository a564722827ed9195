"""Keeps contacts, incidents, attendances and touchpoints equal to the sum of their events.

By hand in SQL: for one event the query builder took twice as long as all the queries.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from heard import bulk
from heard.core.addresses import read_phone
from heard.core.journeys import (
    CONTACT_ENDED,
    AttendanceSum,
    ContactSum,
    IncidentSum,
    Told,
    fold_attendance,
    fold_contact,
    fold_incident,
)
from heard.events._asking import ask_again
from heard.events._payloads import Read
from heard.events.models import Attendance, Contact, Event, Incident, Touchpoint
from heard.vault.ring import fingerprint_phone, ring

_CONTACT = (
    *("channel", "ended_at", "incident_ids", "codes", "age", "handler", "team"),
    *("phone", "phone_kind", "phone_print"),
)
_INCIDENT = (
    *("created_at", "area", "opening_codes", "closing_codes", "tags", "grade"),
    *("is_open", "master_ids"),
)
_ATTENDANCE = ("arrived_at", "ended_at", "units", "team")
_NOTHING_TOLD = fold_incident(())

_LOCK_CONTACTS = """
    SELECT contact_id, id FROM events_contact WHERE contact_id = ANY(%s)
    ORDER BY contact_id FOR NO KEY UPDATE
"""
_LOCK_INCIDENTS = f"""
    SELECT incident_id, id, {", ".join(_INCIDENT)} FROM events_incident
    WHERE incident_id = ANY(%s) ORDER BY incident_id FOR NO KEY UPDATE
"""  # noqa: S608 - our own names
_TOLD = """
    SELECT {0}, type, occurred_at, event_id, source, data, phone FROM events_event
    WHERE {0} = ANY(%s)
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
    Always contacts first, then incidents, each in the order of their ids, and touchpoints last.
    """
    of_contacts, of_incidents = _by_subject(fresh, source=source)
    contacts = _sum_contacts(of_contacts)
    logs = _lock_incidents(of_incidents, named={name for e in fresh for name in _named(e)})
    told = of_incidents | _told("incident_id", [i for i in of_incidents if not logs[i].new])
    changed = _sum_incidents(logs, told)
    _put_contacts(contacts, now=now)
    _put_attendances(logs, told, now=now, quiet=quiet)
    # A log that came with us bears on nothing but what came with us, unless it names a master.
    ask_again(
        [name for name in changed if not logs[name].new or changed[name].master_ids],
        {name: total.incident_ids for name, (_, total) in contacts.items()},
        now=now,
    )


def _named(event: Read) -> list[str]:
    """The incidents that an event names beside its own."""
    master = event.data.get("master_id")
    return [*event.data.get("incident_ids", ()), *([master] if master else ())]


def _by_subject(
    fresh: Sequence[Read], *, source: str
) -> tuple[dict[str, list[Told]], dict[str, list[Told]]]:
    """Sort events by the contact and by the incident that they are about."""
    contacts: dict[str, list[Told]] = defaultdict(list)
    incidents: dict[str, list[Told]] = defaultdict(list)
    for e in fresh:
        number = {"calling_number": e.phone} if e.type == CONTACT_ENDED else {}
        told = Told(
            type=e.type, at=e.occurred_at, event_id=f"{e.event_id} {source}", data=e.data | number
        )
        if e.contact_id:
            contacts[e.contact_id].append(told)
        if e.incident_id:
            incidents[e.incident_id].append(told)
    return contacts, incidents


def _told(field: str, ids: Collection[str]) -> dict[str, list[Told]]:
    """Read all events of these contacts or incidents; a contact's carry its number again."""
    events: dict[str, list[Told]] = defaultdict(list)
    for subject, kind, at, event_id, source, data, phone in _ask(_TOLD.format(field), ids):
        number = {"calling_number": _open(phone)} if kind == CONTACT_ENDED else {}
        told = Told(
            type=kind, at=at, event_id=f"{event_id} {source}", data=json.loads(data) | number
        )
        events[subject].append(told)
    return events


def _sum_contacts(told: Mapping[str, list[Told]]) -> dict[str, tuple[int, ContactSum]]:
    """Lock these contacts in the order of their ids and sum them up; give those that have ended.

    One that is new is written at once with what we tell of it: there are no other events of it,
    since its row comes with its first. Whoever else tells of it waits for us at its row.
    """
    sums = {name: fold_contact(events) for name, events in told.items()}
    rows = [_contact(name, sums[name]) for name in sorted(sums)]
    ids = dict(bulk.insert(Contact, rows, key=["contact_id"], returning=["contact_id", "id"]))
    if known := sums.keys() - ids:
        ids |= dict(_ask(_LOCK_CONTACTS, known))
        sums |= {name: fold_contact(events) for name, events in _told("contact_id", known).items()}
        rows = [_contact(name, sums[name]) for name in sorted(known)]
        bulk.insert(Contact, rows, key=["contact_id"], update=_CONTACT)
    return {name: (ids[name], total) for name, total in sums.items() if total is not None}


def _contact(name: str, total: ContactSum | None) -> dict[str, object]:
    """Give the row of a contact, by column."""
    phone = read_phone(total.phone) if total else None
    number = phone.e164 if phone else ""
    return {
        "contact_id": name,
        "channel": total.channel if total else "",
        "ended_at": total.ended_at if total else None,
        "incident_ids": total.incident_ids if total else (),
        "codes": total.codes if total else (),
        "phone": _seal(number or None),
        "phone_kind": phone.kind if phone else "",
        "phone_print": fingerprint_phone(number) if number else "",
        "age": total.age if total else None,
        "handler": total.handler if total else "",
        "team": total.team if total else "",
    }


def _seal(number: str | None) -> str | None:
    sealed: str | None = Contact._meta.get_field("phone").get_prep_value(number)
    return sealed


def _open(sealed: str | None) -> str | None:
    context = Event._meta.get_field("phone").context
    return None if sealed is None else ring().open(sealed, context=context)


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
    for name, id_, *facts in _ask(_LOCK_INCIDENTS, sums.keys() - logs):
        values = (tuple(fact) if isinstance(fact, list) else fact for fact in facts)
        known: dict[str, Any] = dict(zip(_INCIDENT, values, strict=True))
        total = IncidentSum(**known)
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
) -> None:
    """Put attendances and their touchpoints: due when quiet, or at once if one is taken back."""
    attended: dict[str, AttendanceSum] = {}
    for name, events in sorted(told.items()):
        if (total := fold_attendance(events)) is not None:
            attended[name] = total
    rows = [
        {"incident_id": logs[name].id} | {field: getattr(total, field) for field in _ATTENDANCE}
        for name, total in attended.items()
    ]
    bulk.insert(Attendance, rows, key=["incident_id"], update=_ATTENDANCE)
    still_there = [n for n, total in attended.items() if total.ended_at is None]
    taken_back = {key for (key,) in _ask(_TAKEN_BACK, still_there)}
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


def _put_touchpoints(rows: Iterable[Mapping[str, object]]) -> None:
    bulk.insert(Touchpoint, list(rows), key=["kind", "key"], update=["happened_at", "due_at"])


def _ask(sentence: str, names: Collection[str]) -> list[tuple[Any, ...]]:
    """Ask about these names; nothing is asked about none."""
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sentence, [list(names)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
