"""Keeps contacts, incidents, attendances and touchpoints equal to the sum of their events.

Rows that exist are updated by an upsert: Django's `bulk_update` takes twenty times as long.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db.models import Model, Q

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
_INCIDENT = (
    *("created_at", "area", "opening_codes", "closing_codes", "tags", "grade"),
    *("is_open", "master_id"),
)
_ATTENDANCE = ("arrived_at", "ended_at", "units", "team")


def refresh(
    *, contact_ids: Collection[str], incident_ids: Collection[str], now: datetime, quiet: timedelta
) -> None:
    """Sum up these contacts and incidents afresh, and ask about what that changed.

    The rows are locked before the events are read: of two senders about one incident, the second
    waits and then sees the events of the first. Always contacts first, then incidents, each in
    the order of their ids, and touchpoints last.
    """
    contacts = _lock_contacts(contact_ids)
    incidents = _lock_incidents(incident_ids)
    _sum_contacts(contacts, now=now)
    changed = _sum_incidents(incidents, now=now, quiet=quiet)
    _ask_again(changed, now=now)


def _lock_contacts(ids: Collection[str]) -> dict[str, Contact]:
    Contact.objects.bulk_create((Contact(contact_id=i) for i in sorted(ids)), ignore_conflicts=True)
    rows = Contact.objects.select_for_update().filter(contact_id__in=ids).order_by("contact_id")
    return {row.contact_id: row for row in rows}


def _lock_incidents(ids: Collection[str]) -> dict[str, Incident]:
    Incident.objects.bulk_create(
        (Incident(incident_id=i) for i in sorted(ids)), ignore_conflicts=True
    )
    rows = Incident.objects.select_for_update().filter(incident_id__in=ids).order_by("incident_id")
    return {row.incident_id: row for row in rows}


def _told(field: str, ids: Collection[str]) -> dict[str, list[Told]]:
    """Read all events of these contacts or incidents; a contact's carry its number again."""
    events: dict[str, list[Told]] = defaultdict(list)
    for event in Event.objects.filter(**{f"{field}__in": ids}):
        number = {"calling_number": event.phone} if event.type == CONTACT_ENDED else {}
        events[getattr(event, field)].append(
            Told(
                type=event.type,
                at=event.occurred_at,
                event_id=event.event_id,
                data=event.data | number,
            )
        )
    return events


def _sum_contacts(contacts: dict[str, Contact], *, now: datetime) -> None:
    told = _told("contact_id", contacts)
    ended = []
    for contact in contacts.values():
        if (total := fold_contact(told[contact.contact_id])) is not None:
            _fill_contact(contact, total)
            ended.append(contact)
    Contact.objects.bulk_create(
        ended,
        update_conflicts=True,
        unique_fields=["contact_id"],
        update_fields=[*_CONTACT, "phone", "phone_kind", "phone_print"],
    )
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
    # The caller of an incident is a fact of its attendance too.
    _due(Q(incident__incident_id__in={i for c in ended for i in c.incident_ids}), now=now)


def _fill_contact(contact: Contact, total: ContactSum) -> None:
    _fill(contact, asdict(total), _CONTACT)
    phone = read_phone(total.phone)
    contact.phone = phone.e164 or None
    contact.phone_kind = phone.kind
    contact.phone_print = fingerprint_phone(phone.e164) if phone.e164 else ""


def _sum_incidents(
    incidents: dict[str, Incident], *, now: datetime, quiet: timedelta
) -> list[Incident]:
    """Sum up the incidents and their attendances; give those of which a fact changed."""
    told = _told("incident_id", incidents)
    changed = []
    attended: list[tuple[Incident, AttendanceSum]] = []
    for incident in incidents.values():
        if _fill(incident, asdict(fold_incident(told[incident.incident_id])), _INCIDENT):
            changed.append(incident)
        if (attendance := fold_attendance(told[incident.incident_id])) is not None:
            attended.append((incident, attendance))
    Incident.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["incident_id"], update_fields=_INCIDENT
    )
    Attendance.objects.bulk_create(
        (Attendance(incident=incident, **_row(total)) for incident, total in attended),
        update_conflicts=True,
        unique_fields=["incident"],
        update_fields=_ATTENDANCE,
    )
    _put_touchpoints(
        Touchpoint(
            kind=Touchpoint.Kind.ATTENDANCE,
            key=incident.incident_id,
            incident=incident,
            happened_at=total.ended_at,
            due_at=max(now, total.ended_at + quiet) if total.ended_at else None,
        )
        for incident, total in attended
    )
    return changed


def _row(total: AttendanceSum) -> dict[str, object]:
    return asdict(total) | {"units": list(total.units)}


def _fill(row: Model, values: dict[str, object], fields: Iterable[str]) -> bool:
    """Copy values into a row, tuples as lists, and say whether any differed."""
    new = {f: list(v) if isinstance(v := values[f], tuple) else v for f in fields}
    changed = any(getattr(row, field) != value for field, value in new.items())
    for field, value in new.items():
        setattr(row, field, value)
    return changed


def _put_touchpoints(touchpoints: Iterable[Touchpoint]) -> None:
    Touchpoint.objects.bulk_create(
        sorted(touchpoints, key=lambda t: t.key),
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["happened_at", "due_at"],
    )


def _ask_again(changed: Collection[Incident], *, now: datetime) -> None:
    """Make due whatever these incidents bear on: their callers', their own, their relatives'."""
    ids = {i.incident_id for i in changed}
    masters = {i.master_id for i in changed if i.master_id}
    if not ids:
        return
    relatives = Incident.objects.filter(
        Q(master_id__in=ids | masters) | Q(incident_id__in=masters)
    ).values_list("incident_id", flat=True)
    family = [*ids, *relatives]
    contacts = Contact.objects.filter(incident_ids__overlap=family).values("id")
    _due(Q(contact__in=contacts) | Q(incident__incident_id__in=family), now=now)


def _due(which: Q, *, now: datetime) -> None:
    """Ask again now, but never before an attendance has been quiet long enough.

    An attendance that still waits for its quiet time has a later `due_at` and keeps it.
    """
    rows = (
        Touchpoint.objects.select_for_update(of=("self",))
        .filter(which, happened_at__isnull=False)
        .order_by("id")
    )
    waiting = [t.id for t in rows if not (t.kind == "attendance" and t.due_at and t.due_at > now)]
    Touchpoint.objects.filter(id__in=waiting).update(due_at=now)
