"""Whether a person may be written to: what they said themselves, and when they were last asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models.functions import Greatest

from heard import bulk
from heard.consent.models import Asking, Person, Scope
from heard.journal.write import CITIZEN, SYSTEM, Actor, write

PREMISES = timedelta(days=30)  # the time over which askings from one address are counted

_THEIR_OWN = ("link", "text")  # ways in which a person says it themselves
_STANDING = "SELECT * FROM consent_person WHERE print = ANY(%s)"
_HOLD = "SELECT * FROM consent_person WHERE print = ANY(%s) ORDER BY print FOR NO KEY UPDATE"
_ASKED = """
    SELECT address, count(*) FROM consent_asking
    WHERE address = ANY(%s) AND asked_at > %s GROUP BY address
"""
_CAP = ("free_from", "incident_ids", "stages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A wish to ask a person, whom any of `prints` stands for, about a stage of incidents.

    `spares_stages` says that the cap spares another stage of the same incident. `address` is the
    print of where they live or called from, `premises_most` how many may be asked there a month.
    """

    prints: tuple[str, ...]
    stage: str
    incident_ids: tuple[str, ...]
    spares_stages: bool
    address: str = ""
    premises_most: int | None = None


def standing(prints: Collection[str]) -> Mapping[str, Person]:
    """Read what is known of these people; whoever never was asked and never objected is absent."""
    asked = [p for p in prints if p]
    rows = Person.objects.raw(_STANDING, [asked]) if asked else ()
    return {row.print: row for row in rows}


def hold_still(prints: Collection[str]) -> Mapping[str, Person]:
    """Read the same and keep it so until the transaction ends: an opt-out has to wait.

    Who has no row gets one, so that there is something to hold.
    """
    asked = sorted({p for p in prints if p})
    if not asked:
        return {}
    empty: dict[str, object] = {"incident_ids": (), "stages": (), "opted_out_by": ""}
    bulk.insert(Person, [{"print": print_} | empty for print_ in asked], key=["print"])
    return {row.print: row for row in Person.objects.raw(_HOLD, [asked])}


def asked_until(persons: Iterable[Person], ask: Ask, *, now: datetime) -> datetime | None:
    """Say until when the cap keeps this person from being asked, or None if it does not."""
    return max(
        (until for person in persons if (until := _asked_until(person, ask, now=now)) is not None),
        default=None,
    )


def asked_from(addresses: Collection[str], *, now: datetime) -> Mapping[str, int]:
    """Say how many were asked from each of these addresses within the last 30 days."""
    asked = [address for address in addresses if address]
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, [asked, now - PREMISES])
        return dict(cursor.fetchall())


@transaction.atomic
def take_caps(asks: Sequence[tuple[Ask, datetime]], *, now: datetime) -> list[bool]:
    """Take the cap for each asking of a person, until then, and say which ones got it.

    Refused to whoever opted out or is not free yet, by any of their prints, and where enough
    were asked from the address. Another stage of the incident that the person was asked about is
    let through where the programme spares it, each stage once. Everybody is locked in the order
    of their prints, and askings go one after the other.
    """
    held = hold_still({p for ask, _ in asks for p in (*ask.prints, ask.address)})
    counts = dict(asked_from({ask.address for ask, _ in asks}, now=now))
    got: list[bool] = []
    changed: dict[str, Person] = {}
    for ask, until in asks:
        persons = [held[p] for p in ask.prints if p]
        free = _is_free(persons, ask, now=now, premises=counts.get(ask.address, 0))
        got.append(free)
        if free:
            counts[ask.address] = counts.get(ask.address, 0) + 1
            for person in persons:
                _take(person, ask, until=until, now=now)
                changed[person.print] = person
    _write(changed.values())
    addresses = [a.address for (a, _), mine in zip(asks, got, strict=True) if mine and a.address]
    bulk.insert(Asking, [{"address": address, "asked_at": str(now)} for address in addresses])
    return got


@transaction.atomic
def opt_out(
    print_: str,
    *,
    by: str,
    now: datetime,
    scope: Scope = Scope.SURVEYS,
    who: Actor | None = None,
    why: str = "",
) -> None:
    """Never write to this person again, for this purpose. It stands for good and only widens.

    `by` is the way it came; `who` is the member of staff who noted it down, and `why` a code.
    """
    Person.objects.bulk_create([Person(print=print_)], ignore_conflicts=True)
    person = Person.objects.filter(print=print_)
    new = person.filter(opted_out_at=None).update(
        opted_out_at=now, opted_out_by=by, opted_out_of=scope
    )
    if scope is Scope.EVERYTHING:
        new += person.exclude(opted_out_of=scope).update(opted_out_of=scope)
    if new:
        actor = who or (CITIZEN if by in _THEIR_OWN else SYSTEM)
        write("consent.opt_out", subject=f"person:{print_}", actor=actor, now=now, reason=why or by)


@transaction.atomic
def wrong_number(print_: str, *, now: datetime) -> None:
    """Never write to this number again: whoever has it is not whom we meant."""
    Person.objects.bulk_create([Person(print=print_)], ignore_conflicts=True)
    person = Person.objects.filter(print=print_, wrong_number_at=None)
    if person.update(wrong_number_at=now):
        write("consent.wrong_number", subject=f"person:{print_}", actor=CITIZEN, now=now)
    opt_out(print_, by="wrong number", scope=Scope.EVERYTHING, now=now)


@transaction.atomic
def extend_cap(prints: Collection[str], *, until: datetime) -> None:
    """Keep these people free from being asked until then at least: a reminder is an asking too."""
    held = hold_still(prints)
    Person.objects.filter(print__in=list(held)).update(free_from=Greatest("free_from", until))


@transaction.atomic
def note_bad(prints: Collection[str], *, until: datetime) -> None:
    """Keep in mind that what was sent to these did not arrive, and never will before then."""
    held = hold_still(prints)
    Person.objects.filter(print__in=list(held)).update(bad_until=Greatest("bad_until", until))


def _asked_until(person: Person, ask: Ask, *, now: datetime) -> datetime | None:
    if person.free_from is None or person.free_from <= now:
        return None
    same_incident = bool(set(person.incident_ids) & set(ask.incident_ids))
    if ask.spares_stages and same_incident and ask.stage not in person.stages:
        return None
    return person.free_from


def _is_free(persons: Sequence[Person], ask: Ask, *, now: datetime, premises: int) -> bool:
    if not persons or any(person.opted_out_at for person in persons):
        return False
    if ask.address and ask.premises_most is not None and premises >= ask.premises_most:
        return False
    return asked_until(persons, ask, now=now) is None


def _take(person: Person, ask: Ask, *, until: datetime, now: datetime) -> None:
    still = person.free_from is not None and person.free_from > now
    person.incident_ids = person.incident_ids if still else list(ask.incident_ids)
    person.stages = [*person.stages, ask.stage] if still else [ask.stage]
    person.free_from = max(until, person.free_from or until)


def _write(persons: Collection[Person]) -> None:
    rows = [
        {
            "print": person.print,
            "free_from": str(person.free_from),
            "incident_ids": person.incident_ids,
            "stages": person.stages,
            "opted_out_by": person.opted_out_by,
        }
        for person in persons
    ]
    bulk.insert(Person, rows, key=["print"], update=_CAP)
