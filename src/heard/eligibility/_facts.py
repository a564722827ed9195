"""Gathers what is known of touchpoints, of the people behind them and of linked logs."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from heard.consent import people
from heard.consent.models import Person
from heard.core.addresses import PhoneKind
from heard.core.screening import Facts
from heard.eligibility.models import Programme
from heard.events.models import Contact, Incident, Touchpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A touchpoint with the contact of the person it would ask and all logs that bear on it."""

    touchpoint: Touchpoint
    contact: Contact | None
    incident_ids: tuple[str, ...]
    logs: tuple[Incident, ...]

    def ask(self, programme: Programme) -> people.Ask:
        """The wish to ask this person, as the cap understands it."""
        return people.Ask(
            stage=programme.stage,
            incident_ids=self.incident_ids,
            spares_stages=programme.cap_spares_stages,
        )


def cases(touchpoints: Sequence[Touchpoint]) -> list[Case]:
    """Find the person and the logs of each touchpoint, in three queries for all of them.

    After a visit the person is the caller of the earliest contact that names the incident.
    """
    callers = _callers({t.key for t in touchpoints if t.kind == Touchpoint.Kind.ATTENDANCE})
    found = [(t, t.contact or callers.get(t.key)) for t in touchpoints]
    named = {i for _, c in found if c is not None for i in c.incident_ids}
    named |= {t.key for t in touchpoints if t.kind == Touchpoint.Kind.ATTENDANCE}
    families = _families(named)
    return [_case(t, contact, families) for t, contact in found]


def facts(
    case: Case, programme: Programme, *, person: Person | None, now: datetime, recheck: bool
) -> Facts:
    """State the facts of a case. At a recheck the cap is its own and does not count against it."""
    contact, visited = case.contact, case.touchpoint.incident
    told = {log.incident_id for log in case.logs if log.created_at is not None}
    codes = {code for log in case.logs for code in log.opening_codes + log.closing_codes + log.tags}
    asked = None if recheck else people.asked_until(person, case.ask(programme), now=now)
    if case.touchpoint.happened_at is None:
        raise ValueError(f"Touchpoint {case.touchpoint.key} has not happened.")
    return Facts(
        happened_at=case.touchpoint.happened_at,
        codes=frozenset(codes | set(contact.codes if contact else ())),
        codes_complete=told >= {log.incident_id for log in case.logs} | set(case.incident_ids),
        phone=PhoneKind(contact.phone_kind) if contact else PhoneKind.BAD,
        age=contact.age if contact else None,
        opted_out=person is not None and person.opted_out_at is not None,
        asked_until=asked,
        incident_open=visited is not None and visited.is_open,
        merged=visited is not None and bool(visited.master_id),
    )


def _case(
    touchpoint: Touchpoint, contact: Contact | None, families: Mapping[str, list[Incident]]
) -> Case:
    attended = [touchpoint.key] if touchpoint.kind == Touchpoint.Kind.ATTENDANCE else []
    ids = tuple(dict.fromkeys([*attended, *(contact.incident_ids if contact else ())]))
    logs = {log.incident_id: log for i in ids for log in families.get(i, ())}
    # The cap goes by what is asked about: the visit's own incident, or all those of the call.
    return Case(
        touchpoint=touchpoint,
        contact=contact,
        incident_ids=tuple(attended) or ids,
        logs=tuple(logs.values()),
    )


def _callers(incident_ids: Collection[str]) -> dict[str, Contact]:
    """The earliest contact that names each incident."""
    if not incident_ids:
        return {}
    callers: dict[str, Contact] = {}
    contacts = Contact.objects.filter(
        incident_ids__overlap=list(incident_ids), ended_at__isnull=False
    )
    for contact in contacts.order_by("ended_at", "contact_id"):
        for incident_id in contact.incident_ids:
            callers.setdefault(incident_id, contact)
    return callers


def _families(incident_ids: Collection[str]) -> dict[str, list[Incident]]:
    """Each incident with its master, its master's other children and its own children."""
    own = Incident.objects.filter(incident_id__in=incident_ids).values_list("master_id", flat=True)
    roots = {*incident_ids, *(master for master in own if master)}
    logs = list(Incident.objects.filter(Q(incident_id__in=roots) | Q(master_id__in=roots)))
    root_of = {log.incident_id: log.master_id or log.incident_id for log in logs}
    families: dict[str, list[Incident]] = {}
    for log in logs:
        families.setdefault(root_of[log.incident_id], []).append(log)
    return {i: families.get(root_of.get(i, i), []) for i in incident_ids}
