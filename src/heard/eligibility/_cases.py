"""Finds, for each touchpoint, the person that it would ask and every log that bears on it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from heard.consent import people
from heard.core.journeys import CRIME
from heard.eligibility._household import Home
from heard.eligibility.models import Programme
from heard.events.models import Contact, Incident, Touchpoint

_UNITS_OUT = """
    SELECT i.incident_id FROM events_incident AS i
    JOIN events_attendance AS a ON a.incident_id = i.id
    WHERE i.incident_id = ANY(%s) AND i.is_open AND a.units_out
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A touchpoint, the contact of the person it would ask, and every log that bears on it.

    `incident_ids` are those it asks about; a log is None where nobody has told us of it. `others`
    are the contacts of everybody else about these logs: further callers, and victims of crimes.
    """

    touchpoint: Touchpoint
    contact: Contact | None
    incident_ids: tuple[str, ...]
    logs: Mapping[str, Incident | None]
    others: tuple[Contact, ...]
    units_out: bool

    @property
    def incident(self) -> Incident | None:
        """The log that it is about: the visit's own, or the first that the call names."""
        return self.logs.get(self.incident_ids[0]) if self.incident_ids else None

    @cached_property
    def told(self) -> list[Incident]:
        return [log for log in self.logs.values() if log is not None]

    @property
    def area(self) -> str:
        return self.incident.area if self.incident else ""

    @property
    def incident_code(self) -> str:
        """The first opening code, or else what the call was wrapped up with; unknown is empty."""
        opening = self.incident.opening_codes if self.incident else []
        codes = opening or (self.contact.codes if self.contact else [])
        return codes[0] if codes else ""

    @cached_property
    def prints(self) -> tuple[str, ...]:
        """The prints of the person: of the number, of the e-mail address, of the record."""
        contact = self.contact
        return tuple(p for p in contact.traces if p != contact.address) if contact else ()

    @cached_property
    def home(self) -> Home:
        """The case as its home knows it."""
        addresses = (log.address for log in self.told)
        traces = self.contact.traces if self.contact else ()
        return Home(
            key=f"{self.touchpoint.id}",
            contact=self.contact.contact_id if self.contact else "",
            phone=self.contact.phone_print if self.contact else "",
            person=self.prints,
            prints=tuple(dict.fromkeys(p for p in (*traces, *addresses) if p)),
            incidents=tuple(self.logs),
        )

    def reached_by(self, channel: str) -> str:
        """The print of what this channel reaches the person by; empty where there is none."""
        if self.contact is None:
            return ""
        return self.contact.email_print if channel == "email" else self.contact.phone_print

    def ask(self, programme: Programme) -> people.Ask:
        """The wish to ask this person, as the cap understands it."""
        return people.Ask(
            prints=self.prints,
            stage=programme.stage,
            incident_ids=self.incident_ids or (self.touchpoint.key,),
            spares_stages=programme.cap_spares_stages,
            address=self.contact.address if self.contact else "",
            premises_most=programme.premises_most,
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
    logs = {name for family in families.values() for name in family}
    busy, others = _with_units(logs), _contacts(logs)
    return [_case(t, contact, families, busy, others) for t, contact in found]


def _case(
    touchpoint: Touchpoint,
    contact: Contact | None,
    families: Mapping[str, Mapping[str, Incident | None]],
    busy: Collection[str],
    others: Mapping[str, Sequence[Contact]],
) -> Case:
    attended = [touchpoint.key] if touchpoint.kind == Touchpoint.Kind.ATTENDANCE else []
    ids = tuple(dict.fromkeys([*attended, *(contact.incident_ids if contact else ())]))
    logs = {name: log for i in ids for name, log in families[i].items()}
    # The cap goes by what is asked about: the visit's own incident, or all those of the call.
    own = tuple(attended) or ids
    return Case(
        touchpoint=touchpoint,
        contact=contact,
        incident_ids=own,
        logs=logs,
        others=tuple({o.id: o for i in logs for o in others.get(i, ()) if o != contact}.values()),
        units_out=any(name in busy for name in logs),
    )


def _contacts(incident_ids: Collection[str]) -> dict[str, list[Contact]]:
    """Every contact that names each of these incidents."""
    found: dict[str, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.naming(incident_ids):
        for incident_id in contact.incident_ids:
            found[incident_id].append(contact)
    return found


def _callers(incident_ids: Collection[str]) -> dict[str, Contact]:
    """The earliest contact that names each incident; the victim of a crime did not call by that."""
    if not incident_ids:
        return {}
    callers: dict[str, Contact] = {}
    contacts = Contact.objects.filter(
        incident_ids__overlap=list(incident_ids), ended_at__isnull=False
    ).exclude(channel=CRIME)
    for contact in contacts.order_by("ended_at", "contact_id"):
        for incident_id in contact.incident_ids:
            callers.setdefault(incident_id, contact)
    return callers


def _with_units(incident_ids: Collection[str]) -> set[str]:
    """Those of these incidents that are open with units assigned."""
    if not incident_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_UNITS_OUT, [list(incident_ids)])
        return {name for (name,) in cursor.fetchall()}


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
