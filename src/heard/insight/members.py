"""How many members the community has, who came and went, and whether they are the public.

The public is who lives here and is 16 or over, by the newest figures that were out. Members signed
up themselves, may be younger, or live elsewhere: what is said here of them is of no sample.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection

from heard.accounts.wall import whole
from heard.core.statistics import exact, parity
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import Gap, from_population, together
from heard.core.statistics.r_indicators import Cell, Indicators, Place, r_indicators
from heard.core.timing import LONDON, london_date
from heard.membership import ledger, table
from heard.membership.ledger import PARTS, Flow
from heard.membership.models import State
from heard.places.areas import names
from heard.places.population import Population, counts, population

BY = "area"
ENDS = (11, 30)  # the day with which a year of the membership ends, as in the report
NOTHING = Flow(joined=0, moved_in=0, left=0, moved_out=0)
_REACH = """
    SELECT area, count(*),
        count(*) FILTER (WHERE bounced_at IS NOT NULL),
        count(*) FILTER (WHERE dormant_at IS NOT NULL),
        count(*) FILTER (WHERE paused_until > %(now)s),
        count(*) FILTER (WHERE by_sector)
    FROM membership_member WHERE state = %(state)s GROUP BY area
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many are members now, and how many of them cannot be reached, are silent, or paused.

    `by_sector` are those who are of this area by the sector of their postcode alone.
    """

    members: int
    bounced: int
    dormant: int
    paused: int
    by_sector: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One area against the population: its index, what may be said of it, and what is missing.

    `shortfall` is how many people more it takes to reach the force's rate as that is now.
    """

    area: str
    name: str
    members: int
    population: int
    rate: Decimal
    index: Estimate
    gap: Gap
    shortfall: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a month brought, how many members there were at its end, and how alike to the public."""

    month: date
    members: int
    flow: Flow
    coverage: Decimal | None
    indicators: Indicators | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """Members of known areas at an instant against the population of these.

    `coverage` is members for each 100 people.
    """

    at: datetime
    members: int
    unknown: int
    people: Population
    total: int
    coverage: Decimal
    areas: Sequence[Standing]
    indicators: Indicators


def year_to(today: date) -> tuple[date, date]:
    """Give the last 30 November up to a day, and the one before it."""
    last = today.replace(month=ENDS[0], day=ENDS[1])
    if last > today:
        last = last.replace(year=last.year - 1)
    return last.replace(year=last.year - 1), last


def end_of(day: date) -> datetime:
    """Give the last instant of a day in London."""
    after = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=LONDON)
    return after - timedelta(microseconds=1)


def total(some: Iterable[Flow]) -> Flow:
    """Add up what came and went in several areas."""
    found = [*some]
    return Flow(**{part: sum(getattr(one, part) for one in found) for part in PARTS})


@whole()
def rows(before: datetime, after: datetime) -> list[table.Row]:
    """Give the table of the membership at two instants."""
    return table.table(before, after)


@whole()
def flows(since: datetime, until: datetime) -> Mapping[str, Flow]:
    """Give what came and went in each area after an instant and up to another one."""
    return ledger.flows(since, until)


@whole()
def reach(*, now: datetime) -> Mapping[str, Reach]:
    """Give by area how many are members now, and how many of them hear nothing from us."""
    with connection.cursor() as cursor:
        cursor.execute(_REACH, {"state": State.MEMBER, "now": now})
        return {
            area: Reach(
                members=members,
                bounced=bounced,
                dormant=dormant,
                paused=paused,
                by_sector=by_sector,
            )
            for area, members, bounced, dormant, paused, by_sector in cursor.fetchall()
        }


@whole()
def public(at: datetime, *, minimum_base: int) -> Public | None:
    """Hold the members of an instant against the population; None where that is not known."""
    sizes, people = _sizes(at), population(BY, on=london_date(at))
    if sizes is None or people is None:
        return None
    members = ledger.as_at(at)
    known = {area: members.get(area, 0) for area in sizes}
    whole_, total = sum(known.values()), sum(sizes.values())
    indicators = _indicators(known, sizes, minimum_base=minimum_base)
    if indicators is None or not whole_:
        return None
    return Public(
        at=at,
        members=sum(members.values()),
        unknown=sum(members.values()) - whole_,
        people=people,
        total=total,
        coverage=_coverage(whole_, total),
        areas=_standings(known, sizes, minimum_base=minimum_base),
        indicators=indicators,
    )


@whole()
def by_month(since: datetime, until: datetime, *, minimum_base: int) -> list[Month]:
    """Give each month that ends after the first instant and up to the other, oldest first."""
    members = dict(ledger.as_at(since))
    changes = ledger.flows_by_month(since, until)
    sizes = _sizes(until)
    found = []
    for month in _months(london_date(since) + timedelta(days=1), london_date(until)):
        moved = changes.get(month, {})
        for area, flow in moved.items():
            members[area] = members.get(area, 0) + flow.net
        found.append(_month(month, members, moved, sizes, minimum_base=minimum_base))
    return found


def _month(
    month: date,
    members: Mapping[str, int],
    moved: Mapping[str, Flow],
    sizes: Mapping[str, int] | None,
    *,
    minimum_base: int,
) -> Month:
    known = {area: members.get(area, 0) for area in sizes or {}}
    return Month(
        month=month,
        members=sum(members.values()),
        flow=total(moved.values()),
        coverage=_coverage(sum(known.values()), sum(sizes.values())) if sizes else None,
        indicators=_indicators(known, sizes, minimum_base=minimum_base) if sizes else None,
    )


def _months(first: date, last: date) -> Iterator[date]:
    """Give the first days of all months from that of one day to that of another."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def _sizes(at: datetime) -> Mapping[str, int] | None:
    """Give the population of each area that was out at an instant; None if one has none."""
    found = counts(BY, on=london_date(at)) or {}
    sizes = {area: found[area] for area in names() if area in found}
    return sizes if len(sizes) == len(names()) else None


def _coverage(members: int, people: int) -> Decimal:
    return exact.rounded(exact.share(members, people), places=2)


def _standings(
    members: Mapping[str, int], sizes: Mapping[str, int], *, minimum_base: int
) -> list[Standing]:
    all_members, total = sum(members.values()), sum(sizes.values())
    judged = together(
        [
            from_population(
                replied=members[area], replies=all_members, population=sizes[area] / total
            )
            for area in sizes
        ]
    )
    return [
        Standing(
            area=area,
            name=names()[area],
            members=members[area],
            population=people,
            rate=exact.rounded(exact.rate(members[area], people)),
            index=parity.index(
                members[area], all_members, people / total, minimum_base=minimum_base
            ),
            gap=gap,
            shortfall=exact.shortfall(members[area], people, all_members, total),
        )
        for (area, people), gap in zip(sizes.items(), judged, strict=True)
        if gap is not None
    ]


def _indicators(
    members: Mapping[str, int], sizes: Mapping[str, int], *, minimum_base: int
) -> Indicators | None:
    """Give R of the population by area, as if members were those of it who answered.

    None where an area has more members than people, of whom they cannot be a part.
    """
    if any(members[area] > sizes[area] for area in sizes):
        return None
    cells: dict[Place, Cell] = {
        (area,): Cell(n=sizes[area], replied=members[area]) for area in sizes
    }
    return r_indicators(cells, (BY,), minimum_base=minimum_base)
