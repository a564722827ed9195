"""The months of the survey of victims, in whole weeks, as a control chart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from heard.core.statistics.control_charts import Point, Stage, p_prime
from heard.core.statistics.whole_weeks import Node, Unit, Weeks, node_of, weeks_of
from heard.eligibility.models import Programme
from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut

MEASURE = "satisfied"
OVERALL = "overall"


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


def _weeks(first: date) -> Weeks:
    return weeks_of(first, _later(first) - timedelta(days=1))


def _later(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _between(first: Node, last: Node) -> Iterable[date]:
    day, end = (date(int(str(n[0])), int(str(n[2])), 1) for n in (first, last))
    while day <= end:
        yield day
        day = _later(day)


def day_of(day: date | None) -> date:
    if day is None:
        raise ValueError("a month has its first and its last day")
    return day


def where(weeks: Weeks) -> Slice:
    return Slice(from_=weeks.from_, to=weeks.to)


def said(
    facts: Facts, programme: Programme, weeks: Weeks, minimum_base: int
) -> Mapping[str, Figure]:
    """Give the figure of each question about some weeks, of its newest version answered then."""
    found = cut(
        facts,
        [programme],
        minimum_base=minimum_base,
        where=where(weeks),
        measure=MEASURE,
        exact=True,
    )
    shown = sorted(found, key=lambda one: (one.estimate.n > 0, one.version))
    return {one.question: one for one in shown}


def _overall(facts: Facts, programme: Programme, weeks: Weeks, minimum_base: int) -> Figure:
    return said(facts, programme, weeks, minimum_base)[OVERALL]


def _charted(months: Sequence[Month]) -> list[Month]:
    """Give each month of the newest version its place in the control chart."""
    stage = stage_of(months)
    points = iter(stage.points if stage else ())
    return [replace(one, point=next(points)) if _is_charted(one, months) else one for one in months]


def _is_charted(one: Month, months: Sequence[Month]) -> bool:
    return one.figure.estimate.shown and one.figure.version == months[-1].figure.version


def stage_of(months: Sequence[Month]) -> Stage | None:
    shown = [one.figure.estimate for one in months if _is_charted(one, months)]
    shares = [one.value for one in shown if one.value is not None]
    return p_prime(shares, [one.n_effective for one in shown]) if shown else None
