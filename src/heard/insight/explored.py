"""One question of one survey, looked at in any way: a cut, weeks or months, hours, a comparison."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from heard.core.statistics.verdicts import Verdict, together
from heard.core.statistics.whole_weeks import WEEK, Unit, Weeks, covered, monday_of
from heard.eligibility.models import Programme
from heard.insight.adjusted import Beside, Wanted, cut_beside
from heard.insight.compared import Change, Compared, against_rest, changes, periods
from heard.insight.cuts import PROTECTED, TIMES, Cut, Slice, require_coarse
from heard.insight.facts.read import Facts
from heard.insight.guarded import FEW, dates
from heard.insight.measure import Figure, cut
from heard.insight.measures import MEASURES
from heard.insight.queries import Item
from heard.insight.series_breaks import series_breaks
from heard.insight.survey import HOURS_OF_WEEK, View
from heard.insight.tables import Dates, columns_of
from heard.insight.trend import Trend, trend

MOST_MONTHS = 24


class Against(StrEnum):
    """What a figure is held against."""

    REST = "rest"
    BEFORE = "before"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is looked at: a question of a survey, and how. `unit` is a week or a month."""

    item: Item
    view: View
    against: Against = Against.REST
    unit: Unit = Unit.WEEK

    @property
    def measure(self) -> str:
        """The first measure of the scale of the question."""
        return next(name for name, one in MEASURES.items() if one.scale == self.item.scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """The segments of a cut in one month, of whole weeks."""

    weeks: Weeks
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explored:
    """What was found of `chosen`: all else is of the same question, and of the same version.

    Only `times` have each version apart: single weeks, or months where `unit` says so. `hour` says
    what the columns of `hours` are. `gaps` hold each segment of `cut` against the rest, `changes`
    hold it, or all, against what was before; they are judged together. `months` are of the first
    cut, where it may be looked at by time. `dates` are the whole weeks that all is about.
    `adjusted` has the segments of the cut again, beside their shares adjusted for the mix.
    """

    as_of: datetime
    dates: Dates
    chosen: Figure
    cut: Sequence[Figure]
    gaps: Sequence[Compared]
    changes: Sequence[Change]
    times: Sequence[Figure]
    unit: Unit
    trend: Trend
    hours: Sequence[Figure]
    hour: Cut
    months: Sequence[Month]
    adjusted: Sequence[Beside] = ()


def explored(
    facts: Facts, pool: Sequence[Programme], asked: Asked, *, minimum_base: int
) -> Explored:
    """Give the figures of programmes that ask one questionnaire, put together. TooFine."""
    view = asked.view
    require_coarse(view.by, view.where)
    dated = dates(
        facts,
        pool,
        by=view.by,
        where=view.where,
        measure=asked.measure,
        minimum_base=minimum_base,
    )
    where = replace(view.where, from_=dated.weeks.from_, to=dated.weeks.to)
    look = _Look(facts=facts, pool=pool, asked=asked, where=where, minimum_base=minimum_base)
    chosen = look.of()[-1]
    look = replace(look, version=chosen.version)
    enough = chosen.estimate.n >= 2 * HOURS_OF_WEEK * minimum_base
    hour = view.hour or (Cut.HOUR if enough else Cut.BLOCK)
    apart = look.of(*view.by) if view.by else []
    is_monthly = asked.unit is Unit.MONTH and len(columns_of((), where)) <= FEW
    unit = Unit.MONTH if is_monthly else Unit.WEEK
    times = list(look.by_month(chosen)) if is_monthly else look.all_versions().of(Cut.WEEK)
    gaps, held = _judged(
        against_rest(apart, [chosen], minimum_base=minimum_base)
        if asked.against is Against.REST
        else [],
        look.changes(chosen.to),
    )
    return Explored(
        as_of=facts.as_of,
        dates=dated,
        chosen=chosen,
        cut=apart,
        gaps=gaps,
        changes=held,
        times=times,
        unit=unit,
        trend=trend(
            times,
            series_breaks({programme.slug for programme in pool}),
            better=MEASURES[asked.measure].better,
            target=view.target,
            unit=unit,
        ),
        hours=look.of(Cut.WEEKDAY, hour),
        hour=hour,
        months=look.months(chosen),
        adjusted=look.adjusted(apart),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Asks for figures of one question, in one slice."""

    facts: Facts
    pool: Sequence[Programme]
    asked: Asked
    where: Slice
    minimum_base: int
    version: int | None = None

    def all_versions(self) -> "_Look":
        return replace(self, version=None)

    @property
    def narrowed(self) -> dict[str, Any]:
        """What each figure is of."""
        return {
            "measure": self.asked.measure,
            "question": self.asked.item.question,
            "version": self.version or self.asked.view.version,
            "minimum_base": self.minimum_base,
        }

    def of(self, *by: Cut, where: Slice | None = None) -> list[Figure]:
        within = where or self.where
        return cut(self.facts, self.pool, by=by, where=within, exact=True, **self.narrowed)

    def changes(self, last: date | None) -> list[Change]:
        """Hold it, or each segment of the cut, against what was before; nothing by times."""
        by = self.asked.view.by
        if self.asked.against is Against.REST or (TIMES | PROTECTED) & {*by}:
            return []
        return changes(
            self.facts,
            self.pool,
            periods(self.where, last),
            by=by,
            where=self.where,
            year=self.asked.against is Against.YEAR,
            **self.narrowed,
        )

    def adjusted(self, apart: Sequence[Figure]) -> list[Beside]:
        """Give the segments of the cut beside their shares adjusted for the mix, if it is asked."""
        wanted = Wanted(
            by=self.asked.view.by,
            adjust=self.asked.view.adjust,
            where=replace(self.where, programmes=tuple(one.slug for one in self.pool)),
            measure=self.asked.measure,
            question=self.asked.item.question,
        )
        return cut_beside(self.facts, apart, wanted, minimum_base=self.minimum_base)

    def by_month(self, chosen: Figure) -> Iterator[Figure]:
        """Give the share of each month, in the name of its first Monday."""
        for weeks in _months(chosen):
            for one in self.all_versions().of(where=self._within(weeks)):
                if one.estimate.n or one.estimate.is_held:
                    yield replace(one, segment=(weeks.first or date.min,))

    def months(self, chosen: Figure) -> list[Month]:
        """Give the segments of a cut by one thing, month by month, but for times and people.

        With more filters than one the weeks would have to be counted anew for each month.
        """
        by = self.asked.view.by
        if len(by) != 1 or (TIMES | PROTECTED) & {*by} or len(columns_of(by, self.where)) > FEW:
            return []
        return [
            Month(weeks=weeks, figures=self.of(*by, where=self._within(weeks)))
            for weeks in _months(chosen)
        ]

    def _within(self, weeks: Weeks) -> Slice:
        return replace(self.where, from_=weeks.from_, to=weeks.to)


def _months(chosen: Figure) -> list[Weeks]:
    """Give the whole months in which anything was answered, the newest of them if there are many.

    Of what is held back it is not told when that was: none.
    """
    if chosen.from_ is None or chosen.to is None:
        return []
    found, monday = [], monday_of(chosen.from_)
    while monday <= chosen.to:
        found.append(covered(Weeks(monday, monday), Unit.MONTH))
        monday = (found[-1].last or monday) + WEEK
    return found[-MOST_MONTHS:]


def _judged(
    gaps: Sequence[Compared], held: Sequence[Change]
) -> tuple[list[Compared], list[Change]]:
    """Judge all that is compared together."""
    every = [*gaps, *(one for change in held for one in change.figures)]
    verdicts: Iterator[Verdict | None] = iter(together([one.verdict for one in every]))
    judged = [replace(one, verdict=next(verdicts)) for one in gaps]
    return judged, [
        replace(change, figures=[replace(one, verdict=next(verdicts)) for one in change.figures])
        for change in held
    ]


def questions(labels: Mapping[Item, str], programme: Programme) -> dict[Item, str]:
    """Give what a survey asks on a scale that has a measure, version by version."""
    measured = {one.scale for one in MEASURES.values()}
    return {
        item: words
        for item, words in labels.items()
        if item.questionnaire == programme.questionnaire_id and item.scale in measured
    }
