"""States what is known of a case, of the person and home behind it, and of what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256

from heard.consent import people
from heard.consent.models import Person
from heard.core.addresses import PhoneKind
from heard.core.journeys import CIRCUMSTANCES, CRIME, RELATIONSHIPS
from heard.core.screening import Circumstances, Facts, Relationship
from heard.core.timing import london_date
from heard.delivery.restored import restored_at
from heard.eligibility._cases import Case
from heard.eligibility._household import Near, markings, near
from heard.eligibility._lots import lot
from heard.eligibility._policy import (
    CHILD_CODES,
    MAJORITY,
    blocking_codes,
    categories,
    endangering_markers,
    grave_markers,
    markers,
)
from heard.eligibility._reviews import Held, held
from heard.eligibility.models import ForceCode, Programme, Quota
from heard.events.models import Contact, Incident, Touchpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What surrounds cases: the people, their homes, what was decided on them, the force's codes.

    At a recheck the cap, the quota and the address are their own and do not count against them.
    """

    persons: Mapping[str, Person]
    near: Mapping[str, Near]
    markings: Mapping[str, frozenset[str]]
    asked_from: Mapping[str, int]
    asked_today: Mapping[int, int]
    codes: Mapping[str, str]
    held: Mapping[tuple[int, int], Held] = field(default_factory=dict)
    recheck: bool = False
    restored_at: datetime | None = None


def around(
    asked: Sequence[Case], *, persons: Mapping[str, Person], now: datetime, recheck: bool = False
) -> Around:
    """Read what surrounds these cases, in as many queries for all as for one."""
    homes = [case.home for case in asked]
    found = near(homes, now=now)
    aliases = {print_ for home in found.values() for print_ in home.aliases}
    addresses = {case.contact.address for case in asked if case.contact}
    return Around(
        persons={**people.standing(aliases - persons.keys()), **persons},
        near=found,
        markings=markings({p for home in homes for p in home.prints}),
        asked_from={} if recheck else people.asked_from(addresses, now=now),
        asked_today={} if recheck else _asked_today(now),
        codes=dict(ForceCode.objects.values_list("code", "category")),
        held=held([case.touchpoint.id for case in asked]),
        recheck=recheck,
        restored_at=restored_at(),
    )


def facts(
    case: Case,
    programme: Programme,
    around_: Around,
    *,
    now: datetime,
    channel: str = "",
    reminders: int = 0,
) -> Facts:
    """State the facts of a case for a programme."""
    contact, visited, told = case.contact, case.touchpoint.incident, case.told
    if case.touchpoint.happened_at is None:
        raise ValueError(f"Touchpoint {case.touchpoint.key} has not happened.")
    persons = [around_.persons[p] for p in case.prints if p in around_.persons]
    near_ = around_.near[case.home.key]
    known = [around_.persons[p] for p in near_.aliases if p in around_.persons]
    address = around_.persons.get(case.reached_by(channel or programme.channel))
    asked = None if around_.recheck else people.asked_until(persons, case.ask(programme), now=now)
    codes, closing, marked = _codes(case, around_)
    before = around_.held.get((case.touchpoint.id, programme.id), Held())
    return Facts(
        happened_at=case.touchpoint.happened_at,
        stage=case.touchpoint.kind,
        codes=codes,
        closing_codes=closing,
        codes_complete=all(_is_told(log) for log in case.logs.values()),
        parents=len(contact.incident_ids) if contact else 0,
        closed=all(log is not None and not log.is_open for log in case.logs.values()),
        live=case.units_out or (visited is not None and visited.is_open),
        merged=visited is not None and bool(visited.master_ids),
        circumstances=_circumstances(told, phone_gone=near_.phone_gone),
        markers=marked,
        risks=_risks(case, near_),
        endangered=_is_endangered(near_, around_),
        channel=contact.channel if contact else "",
        role=contact.role if contact else "",
        phone=PhoneKind(contact.phone_kind) if contact else PhoneKind.BAD,
        has_email=contact is not None and bool(contact.email_print),
        bad_until=address.bad_until if address else None,
        age=contact.age if contact else None,
        opted_out=any(person.opted_out_at for person in (*persons, *known)),
        asked_until=asked,
        reminders=reminders,
        premises_asks=around_.asked_from.get(contact.address, 0) if contact else 0,
        asked_today=around_.asked_today.get(programme.id, 0),
        draw=lot(programme.slug, case.touchpoint.key),
        stage_draw=_stage_lot(case),
        restored_at=around_.restored_at,
        held_since=before.since,
        review=before.review(partial(digest, case, around_)),
    )


def digest(case: Case, around_: Around) -> str:
    """Give 64 hex digits that change with every fact that somebody looks at who decides."""
    contact = case.contact
    near_ = around_.near[case.home.key]
    codes, closing, marked = _codes(case, around_)
    seen = (
        sorted(codes),
        sorted(closing),
        sorted(marked),
        sorted(_risks(case, near_)),
        [(log.incident_id, log.is_open, sorted(log.circumstances.items())) for log in case.told],
        (contact.contact_id, contact.role, contact.age, contact.phone_print) if contact else (),
        (_is_endangered(near_, around_), near_.phone_gone),
    )
    return sha256(repr(seen).encode()).hexdigest()


def _codes(case: Case, around_: Around) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give all codes and the closing ones, as categories of ours, and the markers that stand.

    A qualifier that is a marker of ours counts as the marker that it is.
    """
    contact, told = case.contact, case.told
    tags = {tag for log in told for tag in log.tags}
    marks = {tag for tag in tags if tag in markers()}
    codes = {code for log in told for code in (*log.opening_codes, *log.closing_codes)}
    codes |= (tags - marks) | set(contact.codes if contact else ())
    for other in case.others:
        codes.update(other.codes, CHILD_CODES if _is_young_victim(other) else ())
        marks |= grave_markers().intersection(other.markers)
    near_ = around_.near[case.home.key]
    codes |= {c for c in near_.codes if around_.codes.get(c, c) not in {*categories(), *markers()}}
    marks |= near_.markers - endangering_markers()
    closing = {code for log in told for code in log.closing_codes}
    marks |= set(contact.markers if contact else ())
    marks.update(*(around_.markings.get(p, ()) for p in case.home.prints))
    ours = around_.codes
    return (
        frozenset(ours.get(code, code) for code in codes),
        frozenset(ours.get(code, code) for code in closing),
        frozenset(marks),
    )


def _is_young_victim(contact: Contact) -> bool:
    young = contact.age is not None and contact.age < MAJORITY
    return young and (contact.channel == CRIME or contact.role == "victim")


def _is_endangered(near_: Near, around_: Around) -> bool:
    """Say whether an incident that blocks, or a marker, is known of the home."""
    codes = {around_.codes.get(code, code) for code in near_.codes}
    return bool(codes & blocking_codes() or near_.markers & endangering_markers())


def _risks(case: Case, near_: Near) -> frozenset[str]:
    """Give the families of risk that the logs, whoever was in touch, and the home speak of."""
    contacts = [*case.others, *([case.contact] if case.contact else [])]
    of_logs = (log.risks for log in case.told)
    return frozenset(near_.risks).union(*of_logs, *(contact.risks for contact in contacts))


def _is_told(log: Incident | None) -> bool:
    """Say whether a log has told its kind: as it opened, and as it closed once it has."""
    if log is None or log.created_at is None or not log.opening_codes:
        return False
    return log.is_open or bool(log.closing_codes)


def _circumstances(logs: Sequence[Incident], *, phone_gone: bool) -> Circumstances:
    """Bring what the logs tell together: of two that differ, the one that calls for more care."""

    def any_of(name: str) -> bool | None:
        told = [log.circumstances[name] for log in logs if name in log.circumstances]
        return any(told) if told else None

    told = [log.circumstances.get("relationship") for log in logs]
    related = [word for word in told if word]
    how = {name: any_of(name) for name in CIRCUMSTANCES}
    return Circumstances(
        relationship=Relationship(max(related, key=RELATIONSHIPS.index)) if related else None,
        **(how | ({"phone_stolen": True} if phone_gone else {})),
    )


def _stage_lot(case: Case) -> float:
    """Draw for a whole incident, so that the lots of its stages shut each other out."""
    if not case.incident_ids:
        return 0.0  # a contact without an incident has no other stage
    drawn = lot("stage", min(case.logs or case.incident_ids))
    return drawn if case.touchpoint.kind == Touchpoint.Kind.CONTACT else 1 - drawn


def _asked_today(now: datetime) -> dict[int, int]:
    """How many each programme has asked today, of those that may ask so many only."""
    return dict(Quota.objects.filter(day=london_date(now)).values_list("programme_id", "asked"))
