"""Whether those who answered stand for those who were asked, and for those who live here.

The frame is everybody to whom a message of a survey left, cut by what the force knew of them
before anybody answered; for the indicator without those whose number turned out to be none.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import Gap
from heard.core.statistics.outcome_rates import Disposition
from heard.core.statistics.r_indicators import Cell, Indicators, Place, r_indicators
from heard.eligibility.models import Programme
from heard.insight.cuts import COLUMNS, EVERYTHING, Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.make_up import Counted, Line, MakeUp, judged, of_asked, of_told
from heard.insight.response_rates import FATE, Rates, disposition, joined, response_rates
from heard.insight.response_rates import as_object as rates_object
from heard.places.population import Population

if TYPE_CHECKING:
    from ibis.expr.types import Table

CHANNEL = "channel"
FRAME: Sequence[str] = (Cut.AREA, Cut.INCIDENT, Cut.BLOCK, Cut.WEEKDAY, CHANNEL)
PEOPLE = (Cut.AGE, Cut.ETHNIC_GROUP, Cut.SEX)
ANSWERED = (Disposition.COMPLETE, Disposition.PARTIAL)
DELIVERED = (*ANSWERED, Disposition.BREAK_OFF, Disposition.NON_CONTACT, Disposition.OTHER)
ELIGIBLE = (*DELIVERED, Disposition.UNKNOWN)
SENT = (*ELIGIBLE, Disposition.INELIGIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One survey: its rates, how alike who answered is to who was asked, and both in groups.

    `asked` are groups by what was known before, within the days that were asked for; `told` those
    by what people said of themselves, which are of all times.
    """

    programme: str
    name: str
    as_of: datetime
    rates: Rates
    months: Sequence[Rates]
    indicators: Indicators
    asked: Sequence[MakeUp]
    told: Sequence[MakeUp]


def representation(
    facts: Facts, programme: Programme, *, minimum_base: int, where: Slice = EVERYTHING
) -> Representation:
    """Give the representation of one programme that asks by itself; of `where` its days count."""
    where = Slice(programmes=(programme.slug,), from_=where.from_, to=where.to)
    cases: dict[Place, Counter[Disposition]] = defaultdict(Counter)
    for row in facts.ask(_frame, where=where):
        cases[_place(row)][disposition(row)] += row["n"]
    on = facts.as_of.date()
    asked = [
        of_asked(by, _counted(cases, at), on=on, minimum_base=minimum_base)
        for at, by in enumerate(FRAME)
    ]
    told = [of_told(facts, cut, programme=programme, minimum_base=minimum_base) for cut in PEOPLE]
    made = judged([*asked, *told])
    (rates,) = response_rates(facts, minimum_base=minimum_base, where=where)
    return Representation(
        programme=programme.slug,
        name=programme.name,
        as_of=facts.as_of,
        rates=rates,
        months=response_rates(facts, minimum_base=minimum_base, monthly=True, where=where),
        indicators=r_indicators(_cells(cases), FRAME, minimum_base=minimum_base),
        asked=made[: len(asked)],
        told=made[len(asked) :],
    )


def as_object(found: Representation) -> dict[str, object]:
    """Give it as JSON has it; what is held back has not even a count."""
    return {
        "programme": found.programme,
        "name": found.name,
        "as_of": found.as_of.isoformat(),
        "rates": rates_object(found.rates),
        "months": [rates_object(one) for one in found.months],
        "indicators": _plain(found.indicators),
        "asked": _plain(found.asked),
        "told": _plain(found.told),
    }


def _plain(value: object) -> object:
    """Take a value apart into what JSON has; of what is held back nobody learns how many."""
    match value:
        case Estimate():
            said = asdict(value)
            return said | {"n": None, "n_effective": None} if value.is_held else said
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case list():
            return [_plain(one) for one in value]
        case MakeUp() | Line() | Gap() | Population() | Indicators():
            return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    return value


def _frame(facts: Facts, *, where: Slice) -> "Table":
    """Count touchpoints of a programme by what became of them and what was known of them."""
    cases = joined(facts, where)
    known = [COLUMNS[Cut(by)] if by != CHANNEL else by for by in FRAME]
    return cases.group_by(*FATE, *known).aggregate(n=cases.count())


def _place(row: Mapping[str, Any]) -> Place:
    """Give the categories of a row in the order of FRAME, numbers with two digits."""
    values = [row[by] for by in FRAME]
    return tuple(f"{one:02}" if isinstance(one, int) else one or "" for one in values)


def _cells(cases: Mapping[Place, Counter[Disposition]]) -> dict[Place, Cell]:
    cells = {
        place: Cell(n=_of(counts, ELIGIBLE), replied=_of(counts, ANSWERED))
        for place, counts in cases.items()
    }
    return {place: cell for place, cell in cells.items() if cell.n}


def _counted(cases: Mapping[Place, Counter[Disposition]], at: int) -> dict[str, Counted]:
    """Count by one thing that was known how many were sent a message, got it, and answered."""
    found: dict[str, Counter[Disposition]] = defaultdict(Counter)
    for place, counts in cases.items():
        found[place[at]] += counts
    return {
        code: Counted(
            asked=_of(counts, SENT),
            delivered=_of(counts, DELIVERED),
            answered=_of(counts, ANSWERED),
        )
        for code, counts in found.items()
        if _of(counts, SENT)
    }


def _of(counts: Counter[Disposition], some: Sequence[Disposition]) -> int:
    return sum(counts[one] for one in some)
