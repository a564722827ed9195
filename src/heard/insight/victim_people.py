"""Who was written to, who answered and who lives there, of one month of the survey of victims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import Gap, from_population
from heard.core.statistics.gaps import together as gaps_together
from heard.core.statistics.proportions import share
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut
from heard.insight.facts.read import Facts
from heard.insight.former import Asked
from heard.insight.groups_by_month import Asked as Wanted
from heard.insight.groups_by_month import Group, groups_by_month
from heard.insight.victim_months import MEASURE, OVERALL, Month, day_of
from heard.places.population import Population, population

AGES: Mapping[str, str] = MappingProxyType(
    {"35-44": "35-64", "45-54": "35-64", "55-64": "35-64", "65-74": "65+", "75+": "65+"}
)
PEOPLE = (Cut.ETHNIC_GROUP, Cut.AGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A group: its share of those asked, of those who answered and of people, and what it said."""

    group: Group
    invited: Estimate | None
    population: float | None
    gap: Gap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The groups by one thing in a month; none while answers about it may still come."""

    by: Cut
    lines: Sequence[Line]
    population: Population | None


def is_over(programme: Programme, month: Month, as_of: datetime) -> bool:
    """Tell whether the last link to a survey about a month has expired."""
    lasts = programme.delay + programme.link_life
    return as_of.date() > day_of(month.weeks.to) + lasts


def people_of(
    facts: Facts, programme: Programme, month: Month, letters: Asked, *, minimum_base: int
) -> list[People]:
    made = [_made(facts, programme, month, letters, by, minimum_base=minimum_base) for by in PEOPLE]
    judged = iter(gaps_together([line.gap for one in made for line in one.lines]))
    return [
        replace(one, lines=[replace(line, gap=next(judged)) for line in one.lines]) for one in made
    ]


def _made(
    facts: Facts,
    programme: Programme,
    month: Month,
    letters: Asked,
    by: Cut,
    *,
    minimum_base: int,
) -> People:
    def group(code: str) -> str:
        return AGES.get(code, code) if by is Cut.AGE else code

    wanted = Wanted(
        cut=by, group=group, measure=MEASURE, question=OVERALL, version=month.figure.version
    )
    found = groups_by_month(facts, programme, wanted, month=month.node, minimum_base=minimum_base)
    people = population(by, on=facts.as_of.date())
    known = _known(found)
    invited: dict[str, int] = {}
    for (what, code), n in letters.invited.items():
        if what == by:
            invited[group(code)] = invited.get(group(code), 0) + n
    everybody = letters.invited.get(("", ""), 0)
    return People(
        by=by,
        lines=[
            Line(
                group=one,
                invited=share(invited[one.code], everybody, minimum_base=minimum_base)
                if one.code in invited
                else None,
                population=(shares := people.shares if people else {}).get(one.code),
                gap=from_population(replied=one.n, replies=known, population=shares[one.code])
                if one.n is not None and known and one.code in shares
                else None,
            )
            for one in found
        ],
        population=people,
    )


def _known(groups: Sequence[Group]) -> int:
    """Count those whose group is known; 0 where that would tell what is held back."""
    unknown = next((one for one in groups if not one.code), None)
    whole = next((one.answered.n for one in groups if one.n is not None), 0)
    if unknown is None:
        return whole
    return whole - unknown.n if unknown.n is not None else whole
