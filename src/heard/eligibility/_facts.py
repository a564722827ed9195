"""Gathers what is known of touchpoints, of the people behind them and of linked logs."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.consent import people
from heard.consent.models import Person
from heard.core.addresses import PhoneKind
from heard.core.screening import Facts
from heard.eligibility.models import Programme
from heard.events.models import Contact, Incident, Touchpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A touchpoint, the contact of the person it would ask, and every log that bears on it.

    `incident_ids` are those it asks about; a log is None where nobody has told us of it.
    """

    touchpoint: Touchpoint
    contact: Contact | None
    incident_ids: tuple[str, ...]
    logs: Mapping[str, Incident | None]

    @property
    def incident(self) -> Incident | None:
        """The log that it is about: the visit's own, or the first that the call names."""
        return self.logs.get(self.incident_ids[0]) if self.incident_ids else None

    @property
    def area(self) -> str:
        return self.incident.area if self.incident else ""

    @property
    def incident_code(self) -> str:
        """The first opening code, or else what the call was wrapped up with; unknown is empty."""
        opening = self.incident.opening_codes if self.incident else []
        codes = opening or (self.contact.codes if self.contact else [])
        return codes[0] if codes else ""

    def ask(self, programme: Programme) -> people.Ask:
        """The wish to ask this person, as the cap understands it."""
        return people.Ask(
            stage=programme.stage,
            incident_ids=self.incident_ids,
            spares_stages=programme.cap_spares_stages,
        )


def cases(touchpoints: Sequence[Touchpoint]) -> list[Case]:
    """Find the person and the logs of each touchpoint, in as many queries for all as for one.

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
    logs = [log for log in case.logs.values() if log is not None]
    codes = {code for log in logs for code in log.opening_codes + log.closing_codes + log.tags}
    asked = None if recheck else people.asked_until(person, case.ask(programme), now=now)
    if case.touchpoint.happened_at is None:
        raise ValueError(f"Touchpoint {case.touchpoint.key} has not happened.")
    return Facts(
        happened_at=case.touchpoint.happened_at,
        codes=frozenset(codes | set(contact.codes if contact else ())),
        codes_complete=all(_is_told(log) for log in case.logs.values()),
        channel=contact.channel if contact else "",
        phone=PhoneKind(contact.phone_kind) if contact else PhoneKind.BAD,
        age=contact.age if contact else None,
        opted_out=person is not None and person.opted_out_at is not None,
        asked_until=asked,
        incident_open=visited is not None and visited.is_open,
        merged=visited is not None and bool(visited.master_ids),
    )


def _is_told(log: Incident | None) -> bool:
    """Say whether a log has told its kind: as it opened, and as it closed once it has."""
    if log is None or log.created_at is None or not log.opening_codes:
        return False
    return log.is_open or bool(log.closing_codes)


def _case(
    touchpoint: Touchpoint,
    contact: Contact | None,
    families: Mapping[str, Mapping[str, Incident | None]],
) -> Case:
    attended = [touchpoint.key] if touchpoint.kind == Touchpoint.Kind.ATTENDANCE else []
    ids = tuple(dict.fromkeys([*attended, *(contact.incident_ids if contact else ())]))
    logs = {name: log for i in ids for name, log in families[i].items()}
    # The cap goes by what is asked about: the visit's own incident, or all those of the call.
    return Case(
        touchpoint=touchpoint,
        contact=contact,
        incident_ids=tuple(attended) or ids,
        logs=logs,
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


def _families(incident_ids: Collection[str]) -> dict[str, dict[str, Incident | None]]:
    """Each incident with all that links join to it: its masters, their other children, its own."""
    logs = {log.incident_id: log for log in Incident.objects.kin(incident_ids)}
    near: dict[str, set[str]] = defaultdict(set)
    for name, log in logs.items():
        for master in log.master_ids:
            near[name].add(master)
            near[master].add(name)
    families: dict[str, dict[str, Incident | None]] = {}
    for incident_id in incident_ids:
        if incident_id not in families:
            names = _reach(incident_id, near)
            family = {name: logs.get(name) for name in sorted(names)}
            families |= dict.fromkeys(names, family)
    return families


def _reach(start: str, near: Mapping[str, Collection[str]]) -> set[str]:
    reached, edge = {start}, {start}
    while edge:
        edge = {name for known in edge for name in near.get(known, ())} - reached
        reached |= edge
    return reached
