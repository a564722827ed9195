"""Finds whom the specialist route is for: blocked by the gate, and domestic by code or marker."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from django.db.models import QuerySet

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import Facts, Outcome
from heard.core.screening.specialist import against_calling, is_domestic
from heard.core.timing import london_date
from heard.eligibility._cases import Case, cases
from heard.eligibility._facts import around, facts
from heard.eligibility._household import markings
from heard.eligibility._policy import policy
from heard.eligibility.models import Programme, Screening
from heard.events import receive
from heard.events.models import Touchpoint

NO_NUMBERS: Mapping[int, str] = MappingProxyType({})
SCANNED = 500  # touchpoints that the gate blocks, looked through for those that are domestic


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A touchpoint that the gate blocks as sensitive, and what the specialist route says of it.

    `against` are the reasons that hold for a trained caller too; `prints` are the person's.
    """

    touchpoint: Touchpoint
    prints: tuple[str, ...]
    domestic: bool
    against: tuple[Reason, ...]

    @property
    def may_be_offered(self) -> bool:
        return self.domestic and not self.against


def blocked(*, since: datetime, but: Collection[int] = ()) -> list[int]:
    """Give the ids of touchpoints that the gate blocks as sensitive, the newest first.

    `but` are those to leave out.
    """
    standing = _blocked().filter(happened_at__gte=since).exclude(touchpoint__in=but)
    newest = standing.order_by("-happened_at", "-touchpoint").values_list("touchpoint", flat=True)
    return list(dict.fromkeys(newest[:SCANNED]))


def look(
    touchpoints: Collection[int],
    programme: Programme,
    *,
    now: datetime,
    numbers: Mapping[int, str] = NO_NUMBERS,
) -> list[Candidate]:
    """Ask the gate now about touchpoints that it blocks as sensitive; others are left out.

    `numbers` gives the print of the number that is to be called, by touchpoint: what is known of
    that counts too. They come in the order in which they were named.
    """
    standing = _blocked().filter(touchpoint__in=touchpoints).values("touchpoint")
    rows = {t.id: t for t in Touchpoint.objects.filter(id__in=standing, happened_at__isnull=False)}
    named = [rows[i] for i in touchpoints if i in rows]
    found = cases(receive.with_facts(named, numbers=False))
    persons = people.standing([*(p for case in found for p in case.prints), *numbers.values()])
    surroundings = around(found, persons=persons, now=now)
    marked = markings(list(numbers.values()))

    def known(case: Case) -> Facts:
        number = numbers.get(case.touchpoint.id, "")
        told = facts(case, programme, surroundings, now=now)
        objected = number in persons and persons[number].opted_out_at is not None
        return replace(
            told,
            markers=told.markers | marked.get(number, frozenset()),
            opted_out=told.opted_out or objected,
        )

    return [_candidate(case, known(case), programme, now=now) for case in found]


def _blocked() -> QuerySet[Screening]:
    return Screening.objects.filter(
        is_current=True,
        outcome=Outcome.BLOCK,
        reasons__overlap=[Reason.SENSITIVE, Reason.SPECIALIST],
    )


def _candidate(case: Case, known: Facts, programme: Programme, *, now: datetime) -> Candidate:
    rules = policy(programme, on=london_date(known.happened_at))
    return Candidate(
        touchpoint=case.touchpoint,
        prints=case.prints,
        domestic=is_domestic(known),
        against=against_calling(known, rules, now=now),
    )
