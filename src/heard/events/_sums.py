"""Keeps contacts, incidents, attendances and touchpoints equal to the sum of their events."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.db.models import Model, Q

from heard import bulk
from heard.core.addresses import read_phone
from heard.core.journeys import (
    CONTACT_ENDED,
    AttendanceSum,
    ContactSum,
    Told,
    fold_attendance,
    fold_contact,
    fold_incident,
)
from heard.events.models import Attendance, Contact, Event, Incident, Touchpoint
from heard.vault.ring import fingerprint_phone

_CONTACT = ("channel", "ended_at", "incident_ids", "codes", "age", "handler", "team")
_PHONE = ("phone", "phone_kind", "phone_print")
_INCIDENT = (
    *("created_at", "area", "opening_codes", "closing_codes", "tags", "grade"),
    *("is_open", "master_ids"),
)
_ATTENDANCE = ("arrived_at", "ended_at", "units", "team")


def refresh(
    *,
    contact_ids: Collection[str],
    incident_ids: Collection[str],
    named: Collection[str],
    now: datetime,
    quiet: timedelta,
) -> None:
    """Sum up these contacts and incidents afresh, and ask about what that changed.

    The rows are locked before the events are read: of two senders about one incident, the second
    waits and then sees the events of the first. Incidents that are only `named`, by a contact or
    a link, are locked too: news of them comes before us or after us, and never unseen beside us.
    Always contacts first, then incidents, each in the order of their ids, and touchpoints last.
    """
    contacts = _lock_contacts(contact_ids)
    locked = _lock_incidents({*incident_ids, *named})
    incidents = {i: locked[i] for i in incident_ids}
    ended = _sum_contacts(contacts, now=now)
    changed = _sum_incidents(incidents, now=now, quiet=quiet)
    _ask_again(changed, ended, now=now)


def _lock_contacts(ids: Collection[str]) -> dict[str, Contact]:
    """Lock these contacts in the order of their ids; those that are new get an empty row."""
    bulk.put((Contact(contact_id=i) for i in sorted(ids)), key=["contact_id"])
    rows = Contact.objects.select_for_update(no_key=True).filter(contact_id__in=ids)
    return {row.contact_id: row for row in rows.order_by("contact_id")}


def _lock_incidents(ids: Collection[str]) -> dict[str, Incident]:
    """Lock these incidents in the order of their ids; those that are new get an empty row."""
    bulk.put((Incident(incident_id=i) for i in sorted(ids)), key=["incident_id"])
    rows = Incident.objects.select_for_update(no_key=True).filter(incident_id__in=ids)
    return {row.incident_id: row for row in rows.order_by("incident_id")}


def _told(field: str, ids: Collection[str]) -> dict[str, list[Told]]:
    """Read all events of these contacts or incidents; a contact's carry its number again."""
    events: dict[str, list[Told]] = defaultdict(list)
    rows = Event.objects.filter(**{f"{field}__in": ids}).values_list(
        field, "type", "occurred_at", "event_id", "source", "data", "phone"
    )
    for subject, kind, at, event_id, source, data, phone in rows:
        number = {"calling_number": phone} if kind == CONTACT_ENDED else {}
        told = Told(type=kind, at=at, event_id=f"{event_id} {source}", data=data | number)
        events[subject].append(told)
    return events


def _sum_contacts(contacts: Mapping[str, Contact], *, now: datetime) -> list[Contact]:
    """Sum up the contacts; give those that have ended."""
    told = _told("contact_id", contacts)
    ended = []
    for contact in contacts.values():
        if (total := fold_contact(told[contact.contact_id])) is not None:
            _fill_contact(contact, total)
            ended.append(contact)
    bulk.put(ended, key=["contact_id"], update=_CONTACT + _PHONE)
    _put_touchpoints(
        Touchpoint(
            kind=Touchpoint.Kind.CONTACT,
            key=contact.contact_id,
            contact=contact,
            happened_at=contact.ended_at,
            due_at=now,
        )
        for contact in ended
    )
    return ended


def _fill_contact(contact: Contact, total: ContactSum) -> None:
    _fill(contact, total, _CONTACT)
    phone = read_phone(total.phone)
    contact.phone = phone.e164 or None
    contact.phone_kind = phone.kind
    contact.phone_print = fingerprint_phone(phone.e164) if phone.e164 else ""


def _sum_incidents(
    incidents: Mapping[str, Incident], *, now: datetime, quiet: timedelta
) -> list[Incident]:
    """Sum up the incidents and their attendances; give those of which a fact changed."""
    told = _told("incident_id", incidents)
    changed = []
    attended: dict[Incident, AttendanceSum] = {}
    for name, incident in incidents.items():
        if _fill(incident, fold_incident(told[name]), _INCIDENT):
            changed.append(incident)
        if (attendance := fold_attendance(told[name])) is not None:
            attended[incident] = attendance
    bulk.put(changed, key=["incident_id"], update=_INCIDENT)
    rows = []
    for incident, total in attended.items():
        row = Attendance(incident=incident)
        _fill(row, total, _ATTENDANCE)
        rows.append(row)
    bulk.put(rows, key=["incident"], update=_ATTENDANCE)
    _put_attendances(attended, now=now, quiet=quiet)
    return changed


def _put_attendances(
    attended: Mapping[Incident, AttendanceSum], *, now: datetime, quiet: timedelta
) -> None:
    """Put the touchpoints of attendances: due when quiet, or at once if one is taken back."""
    taken_back = set(
        Touchpoint.objects.filter(
            kind=Touchpoint.Kind.ATTENDANCE,
            key__in=[i.incident_id for i, total in attended.items() if total.ended_at is None],
            happened_at__isnull=False,
        ).values_list("key", flat=True)
    )
    touchpoints = []
    for incident, total in attended.items():
        due_at = now if incident.incident_id in taken_back else None
        touchpoints.append(
            Touchpoint(
                kind=Touchpoint.Kind.ATTENDANCE,
                key=incident.incident_id,
                incident=incident,
                happened_at=total.ended_at,
                due_at=max(now, total.ended_at + quiet) if total.ended_at else due_at,
            )
        )
    _put_touchpoints(touchpoints)


def _fill(row: Model, total: object, fields: Iterable[str]) -> bool:
    """Copy fields of a sum into a row, tuples as lists, and say whether any differed."""
    changed = False
    for field in fields:
        value = getattr(total, field)
        value = list(value) if isinstance(value, tuple) else value
        changed |= getattr(row, field) != value
        setattr(row, field, value)
    return changed


def _put_touchpoints(touchpoints: Iterable[Touchpoint]) -> None:
    rows = sorted(touchpoints, key=lambda touchpoint: touchpoint.key)
    bulk.put(rows, key=["kind", "key"], update=["happened_at", "due_at"])


def _ask_again(changed: Collection[Incident], ended: Collection[Contact], *, now: datetime) -> None:
    """Make due whatever these incidents and contacts bear on.

    That is every contact that names one of the incidents or of their kin, and every attendance
    of these, or of whatever else such a contact names: its facts are those of its caller.
    """
    logs = Incident.objects.kin([i.incident_id for i in changed])
    family = {name for log in logs for name in (log.incident_id, *log.master_ids)}
    callers = Contact.objects.only("contact_id", "incident_ids")
    callers = callers.filter(incident_ids__overlap=list(family)) if family else callers.none()
    calls = {c.contact_id: c.incident_ids for c in (*callers, *ended)}
    visits = family.union(*calls.values())
    _due(
        Q(kind=Touchpoint.Kind.CONTACT, key__in=calls.keys() - {c.contact_id for c in ended})
        | Q(kind=Touchpoint.Kind.ATTENDANCE, key__in=visits),
        now=now,
    )


def _due(which: Q, *, now: datetime) -> None:
    """Ask again now, but never before an attendance has been quiet long enough.

    Every row is locked, so that whoever holds one has all facts of it until they let go. An
    attendance that still waits for its quiet time has a later `due_at` and keeps it.
    """
    rows = (
        Touchpoint.objects.select_for_update(no_key=True)
        .filter(which, happened_at__isnull=False)
        .order_by("kind", "key")
    )
    late = [t.id for t in rows if t.due_at is None or (t.due_at > now and t.kind == "contact")]
    Touchpoint.objects.filter(id__in=late).update(due_at=now)
