"""Of what groups those who were asked and those who answered are made up, beside the population."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from heard.core.statistics.bases import PEOPLE
from heard.core.statistics.cells import Cell
from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.gaps import Gap, from_asked, from_population, is_too_few, together
from heard.core.statistics.proportions import share
from heard.core.statistics.suppression import held_back
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, Cut
from heard.insight.facts.read import Facts
from heard.insight.guarded import guarded
from heard.insight.measures import ANSWERED, MEASURES
from heard.places.population import Population, parts, population

if TYPE_CHECKING:
    from ibis.expr.types import Table

METHOD = "Wilson 95%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of a group were sent a message, got it, and answered."""

    asked: int = 0
    delivered: int = 0
    answered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One group: its share of those asked, of those reached, of those who answered, and of people.

    What is not known is None: nobody is told apart before they answered by what they say of
    themselves, and not every group has a population.
    """

    code: str
    asked: Estimate | None
    delivered: Estimate | None
    answered: Estimate
    population: float | None
    from_asked: Gap | None
    from_population: Gap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUp:
    """The groups by one thing. Shares are of `replies`, of which `unknown` are of no known group.

    Where `unknown` is None it is held back, and shares are of all replies. Of what was known before
    only those of a known group count against the population. `too_few` says that the replies are
    too few to be statistically valid.
    """

    by: str
    lines: Sequence[Line]
    population: Population | None
    replies: int
    unknown: int | None
    too_few: bool


def of_asked(by: str, counts: Mapping[str, Counted], *, on: date, minimum_base: int) -> MakeUp:
    """Give the groups by what was known of people before they answered."""
    people = population(by, on=on)
    shares = people.shares if people else {}
    whole = _sum(counts.values())
    known = _sum(one for code, one in counts.items() if code in shares)
    return MakeUp(
        by=by,
        lines=[
            _line(
                (code, counts.get(code, Counted())),
                whole,
                known.answered,
                shares.get(code),
                minimum_base=minimum_base,
            )
            for code in sorted({*counts, *shares})
        ],
        population=people,
        replies=whole.answered,
        unknown=counts.get("", Counted()).answered,
        too_few=is_too_few(whole.answered),
    )


def of_told(facts: Facts, cut: Cut, *, programme: Programme, minimum_base: int) -> MakeUp:
    """Give the groups by what people said of themselves, over all times, small ones held back.

    Whatever a figure of this programme by who answered holds back is held back here, and more
    until nobody can be worked out. Shares are of those who answered the question, among whom are
    those who prefer not to say; where it is held back how many did not, of all replies.
    """
    found = facts.ask(_people, cut=cut, programme=programme.slug)
    counts = {row[COLUMNS[cut]]: row["n"] for row in found}
    held = _held(facts, cut, counts, programme=programme, minimum_base=minimum_base)
    people = population(cut, on=facts.as_of.date())
    shares = people.shares if people else {}
    groups = {code: {*parts(code)} & {*counts} for code in shares}
    alone = {*counts} - {""} - {place for places in groups.values() for place in places}
    groups |= {code: {code} for code in alone}
    told = sum(n for place, n in counts.items() if place or "" in held)
    return MakeUp(
        by=cut,
        lines=[
            _told(
                code,
                None if held & places else sum(counts[place] for place in places),
                told,
                shares.get(code),
                minimum_base=minimum_base,
            )
            for code, places in sorted(groups.items())
        ],
        population=people,
        replies=told,
        unknown=None if "" in held else counts.get("", 0),
        too_few=is_too_few(told),
    )


def judged(made: Sequence[MakeUp]) -> list[MakeUp]:
    """Judge all gaps of these together, so that chance alone adds few to what is called real."""
    gaps = [
        gap for one in made for line in one.lines for gap in (line.from_asked, line.from_population)
    ]
    anew = iter(together(gaps))
    return [
        replace(
            one,
            lines=[
                replace(line, from_asked=next(anew), from_population=next(anew))
                for line in one.lines
            ],
        )
        for one in made
    ]


def _sum(counts: Iterable[Counted]) -> Counted:
    found = [*counts]
    return Counted(
        asked=sum(one.asked for one in found),
        delivered=sum(one.delivered for one in found),
        answered=sum(one.answered for one in found),
    )


def _line(
    group: tuple[str, Counted],
    whole: Counted,
    known: int,
    people: float | None,
    *,
    minimum_base: int,
) -> Line:
    code, one = group
    answered = share(one.answered, whole.answered, minimum_base=minimum_base)
    against = people if known >= minimum_base else None
    return Line(
        code=code,
        asked=share(one.asked, whole.asked, minimum_base=minimum_base),
        delivered=share(one.delivered, whole.delivered, minimum_base=minimum_base),
        answered=answered,
        population=people,
        from_asked=from_asked(
            replied=one.answered,
            replies=whole.answered,
            of_group=one.asked,
            asked=whole.asked,
        )
        if answered.shown
        else None,
        from_population=None
        if against is None
        else from_population(replied=one.answered, replies=known, population=against),
    )


def _told(code: str, n: int | None, told: int, people: float | None, *, minimum_base: int) -> Line:
    answered = unsaid(METHOD) if n is None else share(n, told, minimum_base=minimum_base)
    return Line(
        code=code,
        asked=None,
        delivered=None,
        answered=answered,
        population=people,
        from_asked=None,
        from_population=None
        if n is None or people is None or not answered.shown
        else from_population(replied=n, replies=told, population=people),
    )


def _held(
    facts: Facts, cut: Cut, counts: Mapping[str, int], *, programme: Programme, minimum_base: int
) -> frozenset[str]:
    """Give the groups that are held back here, or in any figure of theirs.

    This table says nothing of what they answered: half of a group stands for those who count, so
    that its size alone decides.
    """
    by_scale = {one.scale: name for name, one in MEASURES.items()}
    elsewhere = frozenset(
        one.segment
        for measure in by_scale.values()
        for one in guarded(
            facts, [programme], by=(cut,), measure=measure, minimum_base=minimum_base
        )
        if one.held
    )
    cells = {(place,): Cell(n=n, counted=n // 2) for place, n in counts.items()}
    also = frozenset(place for place in elsewhere if place in cells)
    held = held_back([cells], base=PEOPLE.of(minimum_base), also=also)
    return frozenset(place for (place,) in held)


def _people(facts: Facts, *, cut: Cut, programme: str) -> "Table":
    """Count those who answered a programme's survey by what they said of themselves."""
    said = facts.responses.filter(
        facts.responses.programme == programme,
        facts.responses.disposition.isin([one.value for one in ANSWERED]),
    )
    return said.group_by(COLUMNS[cut]).aggregate(n=said.response.nunique())
