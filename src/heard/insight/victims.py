"""The survey of victims: its months, and one of them in full, beside the month before it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from heard.core.statistics.control_charts import Point, Stage, p_prime
from heard.core.statistics.estimate import Estimate, unsaid
from heard.core.statistics.gaps import Gap, from_population
from heard.core.statistics.gaps import together as gaps_together
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import Verdict, rest, together, verdict
from heard.core.statistics.whole_weeks import Node, Unit, Weeks, node_of, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.former import Asked, asked
from heard.insight.groups_by_month import METHOD, Group, groups_by_month
from heard.insight.groups_by_month import Asked as Wanted
from heard.insight.measure import Figure, cut
from heard.places.population import Population, population

MEASURE = "satisfied"
OVERALL, FIRST_CONTACT = "overall", "initial_contact"
ASPECTS = (FIRST_CONTACT, "initial_action", "feedback", "treatment")
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "999": "telephone",
        "101": "telephone",
        "webform": "online",
        "webchat": "online",
        "front_counter": "in_person",
    }
)
OTHER = "other"
AGES: Mapping[str, str] = MappingProxyType(
    {"35-44": "35-64", "45-54": "35-64", "55-64": "35-64", "65-74": "65+", "75+": "65+"}
)
PEOPLE = (Cut.ETHNIC_GROUP, Cut.AGE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of whole weeks, by its first day, and what was said overall about it.

    `point` is its place in the control chart; None where no share is shown.
    """

    first: date
    weeks: Weeks
    figure: Figure
    point: Point | None = None

    @property
    def node(self) -> Node:
        """The month as the calendar of whole weeks names it."""
        return (self.first.year, (self.first.month + 2) // 3, self.first.month)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question in the month and in the one before; `before` is None in the first month."""

    question: str
    now: Estimate
    before: Estimate | None
    verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some of those who answered, with what may be said of them against all others."""

    code: str
    figure: Estimate
    rest: Estimate | None
    verdict: Verdict | None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """All months, and one of them in full.

    `stage` is the control chart of the months since the question was last put otherwise.
    """

    as_of: datetime
    months: Sequence[Month]
    stage: Stage | None
    chosen: Month
    before: Month | None
    changes: Sequence[Change]
    methods: Sequence[Part]
    crimes: Sequence[Part]
    people: Sequence[People]
    asked: Asked


def surveyed() -> Programme | None:
    """Give the survey of victims that asks by itself; None where there is none."""
    found = Programme.objects.filter(victims=True, route=Programme.Route.AUTOMATIC)
    return found.select_related("questionnaire").order_by("id").first()


def months_of(facts: Facts, programme: Programme, *, minimum_base: int) -> list[Month]:
    """Give the months about which anybody answered, with those between, in their order."""
    found = cut(
        facts,
        [programme],
        minimum_base=minimum_base,
        by=[Cut.WEEK],
        measure=MEASURE,
        question=OVERALL,
    )
    weeks = [one.segment[0] for one in found]
    nodes = {node_of(week, Unit.MONTH) for week in weeks if isinstance(week, date)}
    if not nodes:
        return []
    months = [
        Month(first=first, weeks=span, figure=_overall(facts, programme, span, minimum_base))
        for first in _between(min(nodes), max(nodes))
        for span in [_weeks(first)]
    ]
    return _charted(months)


def victims(
    facts: Facts, programme: Programme, *, first: date | None, minimum_base: int
) -> Victims | None:
    """Give the month that begins on this day, or the newest; None where nobody answered yet."""
    months = months_of(facts, programme, minimum_base=minimum_base)
    if not months:
        return None
    at = next((at for at, one in enumerate(months) if one.first == first), len(months) - 1)
    chosen, before = months[at], months[at - 1] if at else None
    letters = asked(
        facts,
        programme,
        from_=_day(chosen.weeks.from_),
        to=_day(chosen.weeks.to),
        minimum_base=minimum_base,
    )
    changes = _changes(facts, programme, chosen, before, minimum_base=minimum_base)
    methods = _parts(
        facts, programme, chosen, (Cut.CHANNEL, FIRST_CONTACT), _method, minimum_base=minimum_base
    )
    crimes = _parts(facts, programme, chosen, (Cut.CRIME, OVERALL), str, minimum_base=minimum_base)
    verdicts = [one.verdict for one in changes] + [one.verdict for one in (*methods, *crimes)]
    judged = iter(together(verdicts))
    is_over = letters.is_former or _is_over(programme, chosen, facts.as_of)
    return Victims(
        as_of=facts.as_of,
        months=months,
        stage=_stage(months),
        chosen=chosen,
        before=before,
        changes=[replace(one, verdict=next(judged)) for one in changes],
        methods=[replace(one, verdict=next(judged)) for one in methods],
        crimes=[replace(one, verdict=next(judged)) for one in crimes],
        people=_people(facts, programme, chosen, letters, minimum_base=minimum_base)
        if is_over
        else [],
        asked=letters,
    )


def _weeks(first: date) -> Weeks:
    return weeks_of(first, _later(first) - timedelta(days=1))


def _later(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _between(first: Node, last: Node) -> Iterable[date]:
    day, end = (date(int(str(n[0])), int(str(n[2])), 1) for n in (first, last))
    while day <= end:
        yield day
        day = _later(day)


def _day(day: date | None) -> date:
    if day is None:
        raise ValueError("a month has its first and its last day")
    return day


def _where(weeks: Weeks) -> Slice:
    return Slice(from_=weeks.from_, to=weeks.to)


def _said(
    facts: Facts, programme: Programme, weeks: Weeks, minimum_base: int
) -> Mapping[str, Figure]:
    """Give the figure of each question about some weeks, of its newest version answered then."""
    found = cut(
        facts,
        [programme],
        minimum_base=minimum_base,
        where=_where(weeks),
        measure=MEASURE,
        exact=True,
    )
    shown = sorted(found, key=lambda one: (one.estimate.n > 0, one.version))
    return {one.question: one for one in shown}


def _overall(facts: Facts, programme: Programme, weeks: Weeks, minimum_base: int) -> Figure:
    return _said(facts, programme, weeks, minimum_base)[OVERALL]


def _charted(months: Sequence[Month]) -> list[Month]:
    """Give each month of the newest version its place in the control chart."""
    stage = _stage(months)
    points = iter(stage.points if stage else ())
    return [replace(one, point=next(points)) if _is_charted(one, months) else one for one in months]


def _is_charted(one: Month, months: Sequence[Month]) -> bool:
    return one.figure.estimate.shown and one.figure.version == months[-1].figure.version


def _stage(months: Sequence[Month]) -> Stage | None:
    shown = [one.figure.estimate for one in months if _is_charted(one, months)]
    shares = [one.value for one in shown if one.value is not None]
    return p_prime(shares, [one.n_effective for one in shown]) if shown else None


def _changes(
    facts: Facts, programme: Programme, now: Month, before: Month | None, *, minimum_base: int
) -> list[Change]:
    here = _said(facts, programme, now.weeks, minimum_base)
    there = _said(facts, programme, before.weeks, minimum_base) if before else {}
    return [
        _change(here[question], there.get(question), minimum_base=minimum_base)
        for question in (OVERALL, *ASPECTS)
        if question in here
    ]


def _change(now: Figure, before: Figure | None, *, minimum_base: int) -> Change:
    against = before.estimate if before and before.version == now.version else None
    return Change(
        question=now.question,
        now=now.estimate,
        before=against,
        verdict=verdict(now.estimate, against, minimum_base=minimum_base) if against else None,
    )


def _method(channel: str) -> str:
    return METHODS.get(channel, OTHER)


def _parts(
    facts: Facts,
    programme: Programme,
    month: Month,
    asked_by: tuple[Cut, str],
    group: Callable[[str], str],
    *,
    minimum_base: int,
) -> list[Part]:
    """Give the groups of a month by what was recorded, the highest share first."""
    by, question = asked_by
    found: dict[str, list[Estimate]] = {}
    for one in cut(
        facts,
        [programme],
        minimum_base=minimum_base,
        by=[by],
        where=_where(month.weeks),
        measure=MEASURE,
        question=question,
        exact=True,
    ):
        found.setdefault(group(str(one.segment[0])), []).append(one.estimate)
    figures = {code: _merged(those, minimum_base) for code, those in found.items()}
    whole = _merged(list(figures.values()), minimum_base)
    others = {
        code: rest(whole, figure, minimum_base=minimum_base) for code, figure in figures.items()
    }
    parts = [
        Part(
            code=code,
            figure=figure,
            rest=other,
            verdict=verdict(figure, other, minimum_base=minimum_base) if other else None,
        )
        for code, figure in figures.items()
        for other in [others[code]]
    ]
    return sorted(parts, key=lambda one: -1 if one.figure.value is None else -one.figure.value)


def _merged(those: Sequence[Estimate], minimum_base: int) -> Estimate:
    """Put groups together; where one of them is not shown, neither is the whole of them."""
    if len(those) == 1:
        return those[0]
    counted = [round(one.value * one.n) for one in those if one.value is not None]
    if len(counted) < len(those):
        return unsaid(METHOD)
    return share(sum(counted), sum(one.n for one in those), minimum_base=minimum_base)


def _is_over(programme: Programme, month: Month, as_of: datetime) -> bool:
    """Tell whether the last link to a survey about a month has expired."""
    lasts = programme.delay + programme.link_life
    return as_of.date() > _day(month.weeks.to) + lasts


def _people(
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
