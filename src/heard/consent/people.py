"""Whether a person may be written to: what they said themselves, and when they were last asked."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from heard.consent.models import Person, Scope
from heard.journal.write import CITIZEN, SYSTEM, Actor, write

_THEIR_OWN = ("link", "text")  # ways in which a person says it themselves
_STANDING = "SELECT * FROM consent_person WHERE print = ANY(%s)"
_TAKE = """
    INSERT INTO consent_person AS p (print, free_from, incident_ids, stages, opted_out_by)
    SELECT print, free_from, incident_ids, stages, opted_out_by
    FROM jsonb_populate_recordset(NULL::consent_person, %(asks)s::jsonb)
    ON CONFLICT (print) DO UPDATE SET
    free_from = GREATEST(p.free_from, excluded.free_from),
    incident_ids = CASE WHEN p.free_from > %(now)s
        THEN p.incident_ids ELSE excluded.incident_ids END,
    stages = CASE WHEN p.free_from > %(now)s
        THEN p.stages || excluded.stages ELSE excluded.stages END
    WHERE p.opted_out_at IS NULL AND (p.free_from IS NULL OR p.free_from <= %(now)s
        OR (p.print = ANY(%(sparing)s) AND p.incident_ids && excluded.incident_ids
            AND NOT p.stages && excluded.stages))
    RETURNING p.print
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A wish to ask: which stage, of which incidents, and whether the cap spares their stages."""

    stage: str
    incident_ids: tuple[str, ...]
    spares_stages: bool


def standing(prints: Collection[str]) -> Mapping[str, Person]:
    """Read what is known of these people; whoever never was asked and never objected is absent."""
    asked = [p for p in prints if p]
    rows = Person.objects.raw(_STANDING, [asked]) if asked else ()
    return {row.print: row for row in rows}


def hold_still(prints: Collection[str]) -> Mapping[str, Person]:
    """Read the same and keep it so until the transaction ends: an opt-out has to wait."""
    rows = Person.objects.select_for_update(no_key=True).filter(print__in=prints)
    return {row.print: row for row in rows.order_by("print")}


def asked_until(person: Person | None, ask: Ask, *, now: datetime) -> datetime | None:
    """Say until when the cap keeps this person from being asked, or None if it does not.

    The same rule as `take_cap`, to explain a decision before the cap is taken.
    """
    if person is None or person.free_from is None or person.free_from <= now:
        return None
    same_incident = bool(set(person.incident_ids) & set(ask.incident_ids))
    if ask.spares_stages and same_incident and ask.stage not in person.stages:
        return None
    return person.free_from


def take_cap(print_: str, ask: Ask, *, until: datetime, now: datetime) -> bool:
    """Take the cap for one asking: of two that try, one gets it. See `take_caps`."""
    return take_caps([(print_, ask, until)], now=now) == [True]


def take_caps(asks: Sequence[tuple[str, Ask, datetime]], *, now: datetime) -> list[bool]:
    """Take the cap for each asking of a person, until then, and say which ones got it.

    Refused to whoever opted out or is not free yet. Another stage of the incident that the
    person was asked about is let through where the programme spares it, each stage once.
    People are locked in the order of their prints; askings of one person go one after the other.
    """
    turns: list[list[int]] = []  # a statement each, in which nobody stands twice
    seen: Counter[str] = Counter()
    for place in sorted(range(len(asks)), key=lambda place: asks[place][0]):
        turn = seen[asks[place][0]]
        seen[asks[place][0]] += 1
        if turn == len(turns):
            turns.append([])
        turns[turn].append(place)
    got = [False] * len(asks)
    for places in turns:
        taken = _take([asks[place] for place in places], now=now)
        for place in places:
            got[place] = asks[place][0] in taken
    return got


def _take(asks: Sequence[tuple[str, Ask, datetime]], *, now: datetime) -> set[str]:
    """Take the cap of each of these people in one statement, and give the prints that got it."""
    rows = [
        {
            "print": print_,
            "free_from": until.isoformat(),
            "incident_ids": ask.incident_ids,
            "stages": [ask.stage],
            "opted_out_by": "",
        }
        for print_, ask, until in asks
    ]
    sparing = [print_ for print_, ask, _ in asks if ask.spares_stages]
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"asks": json.dumps(rows), "now": now, "sparing": sparing})
        return {print_ for (print_,) in cursor.fetchall()}


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
