"""Whether more people joined in the area of a pilot since it began, beside the other areas.

Areas are not drawn by lot: whatever else began there in the same months is in the effect as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from heard.core.statistics import exact, since_then
from heard.core.statistics.since_then import Effect, Rank
from heard.core.statistics.verdicts import LEVEL, Finding
from heard.core.timing import london_date
from heard.insight.members import end_of
from heard.membership import ledger, pilots
from heard.membership.models import Pilot
from heard.places.areas import names
from heard.places.population import counts

BEFORE, SINCE = (6, 24), (3, 12)  # whole months on either side: at least, and at most
FEWEST = 10  # joins on either side, here and elsewhere
OTHERS = 3  # areas without a pilot


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Joins for each 1,000 residents of 16 and over in a month; None without their number."""

    joins: int
    rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """How many joined in a month, in the pilot's area and for each 1,000 residents there."""

    month: date
    is_since: bool
    here: Rates
    elsewhere: Rates


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What was found of a pilot: why it is too early (`why`), or its effect with its verdict."""

    pilot: Pilot
    finding: Finding
    why: str = ""
    effect: Effect | None = None
    rank: Rank | None = None
    here: tuple[Rates, Rates] | None = None
    elsewhere: tuple[Rates, Rates] | None = None
    others: Sequence[str] = ()
    months: Sequence[Month] = ()


def measured(pilot: Pilot, *, now: datetime) -> Measured:
    """Hold the months since a pilot began against those before it, and both against other areas.

    Only whole months count: the one in which it began does if it began with its first day.
    """
    before, since = _months(pilot, now)
    if len(since) < SINCE[0]:
        return _too_early(pilot, f"{SINCE[0]} whole months after its first day are needed")
    months = [*before, *since]
    others = _others(pilot, months[0], _next(months[-1]) - timedelta(days=1))
    if len(others) < OTHERS:
        return _too_early(pilot, f"{OTHERS} areas without a pilot in the same months are needed")
    joined = _joined([pilot.area, *others], months)
    begun = next((at for at in range(len(before)) if _all(joined, at)), len(before))
    cut, months = len(before) - begun, months[begun:]
    if cut < BEFORE[0]:
        return _too_early(pilot, f"{BEFORE[0]} whole months before its first day are needed")
    joined = {area: found[begun:] for area, found in joined.items()}
    here, elsewhere = _sums(joined, pilot.area, cut)
    if min(*here, *elsewhere) < FEWEST:
        return _too_early(pilot, f"{FEWEST} joins are needed before and since, here and elsewhere")
    effect = since_then.effect(joined, pilot.area, cut)
    rank = since_then.rank(joined, pilot.area, cut)
    is_real = effect.p <= LEVEL and rank.rank == 1
    sizes = counts("area", on=_next(months[-1])) or {}
    people = (sizes.get(pilot.area), _whole(sizes, others))
    spans = (cut, len(months) - cut)
    return Measured(
        pilot=pilot,
        finding=Finding.REAL if is_real else Finding.CHANCE,
        effect=effect,
        rank=rank,
        here=_both(here, people[0], spans),
        elsewhere=_both(elsewhere, people[1], spans),
        others=others,
        months=[
            Month(
                month=month,
                is_since=at >= cut,
                here=_rates(joined[pilot.area][at], people[0], 1),
                elsewhere=_rates(sum(joined[one][at] for one in others), people[1], 1),
            )
            for at, month in enumerate(months)
        ],
    )


def _too_early(pilot: Pilot, why: str) -> Measured:
    return Measured(pilot=pilot, finding=Finding.TOO_SMALL, why=why)


def _months(pilot: Pilot, now: datetime) -> tuple[list[date], list[date]]:
    """Give the first days of the whole months before and since; a pilot that ended has no later."""
    begins = pilot.first.replace(day=1)
    since = begins if pilot.first.day == 1 else _next(begins)
    over = london_date(now) if pilot.last is None else pilot.last + timedelta(days=1)
    after: list[date] = []
    while _next(since) <= over and len(after) < SINCE[1]:
        after.append(since)
        since = _next(since)
    before = []
    for _ in range(BEFORE[1]):
        begins = (begins - timedelta(days=1)).replace(day=1)
        before.append(begins)
    return before[::-1], after


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _others(pilot: Pilot, since: date, until: date) -> list[str]:
    """Give the areas that had no pilot in all of this time."""
    rest = [area for area in names() if area != pilot.area]
    return [area for area in rest if not pilots.covers(area, since, until)]


def _joined(areas: Sequence[str], months: Sequence[date]) -> dict[str, list[int]]:
    since, until = end_of(months[0] - timedelta(days=1)), end_of(_next(months[-1]) - timedelta(1))
    found = ledger.flows_by_month(since, until)
    nobody: Mapping[str, ledger.Flow] = {}
    return {
        area: [
            flow.joined if (flow := found.get(month, nobody).get(area)) else 0 for month in months
        ]
        for area in areas
    }


def _all(joined: Mapping[str, Sequence[int]], at: int) -> int:
    return sum(found[at] for found in joined.values())


def _sums(
    joined: Mapping[str, Sequence[int]], area: str, cut: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give how many joined before and since, here and elsewhere."""
    both = {one: (sum(found[:cut]), sum(found[cut:])) for one, found in joined.items()}
    rest = [sums for one, sums in both.items() if one != area]
    return both[area], (sum(one for one, _ in rest), sum(one for _, one in rest))


def _whole(sizes: Mapping[str, int], areas: Sequence[str]) -> int | None:
    return sum(sizes[one] for one in areas) if all(one in sizes for one in areas) else None


def _both(
    joins: tuple[int, int], people: int | None, spans: tuple[int, int]
) -> tuple[Rates, Rates]:
    return _rates(joins[0], people, spans[0]), _rates(joins[1], people, spans[1])


def _rates(joins: int, people: int | None, months: int) -> Rates:
    if not people:
        return Rates(joins=joins, rate=None)
    each = exact.rate(joins, people) / Fraction(months)
    return Rates(joins=joins, rate=exact.rounded(each, places=2))
