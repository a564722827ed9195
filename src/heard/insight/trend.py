"""Puts the weeks of a question into stages, each a control chart of its own."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from heard.core.statistics.control_charts import (
    Assurance,
    Better,
    Point,
    Stage,
    Variation,
    assurance,
    p_prime,
    variation,
)
from heard.core.statistics.whole_weeks import WEEK, Unit, Weeks, covered
from heard.insight.measure import Figure
from heard.insight.series_breaks import SeriesBreak

Key = tuple[int, int]  # of a stage: the version of the question, and how many breaks came before


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week of one version of a question; without a figure nobody answered about it.

    `point` is its place in the control chart of its stage; None where no share is shown.
    `is_shared` says that another version was answered about the same week, `begins` that it is
    the first of its stage, and not of all: `is_new_version` then says that it is the first of its
    version, and `broken` has what the force says broke there.
    """

    week: date
    stage: Key
    figure: Figure | None
    is_shared: bool = False
    begins: bool = False
    is_new_version: bool = False
    broken: tuple[SeriesBreak, ...] = ()
    point: Point | None = None

    @property
    def version(self) -> int:
        return self.stage[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The weeks in their order, the stages, and what the newest point says.

    `variation` and `assurance` are None where the newest stage has no limits, and `assurance`
    without a target, which is a share from 0 to 1.
    """

    weeks: Sequence[Week]
    stages: Mapping[Key, Stage]
    better: Better
    target: float | None
    variation: Variation | None
    assurance: Assurance | None

    @property
    def newest(self) -> Stage | None:
        """Give the stage of the newest week that is shown."""
        shown = [week for week in self.weeks if week.point]
        return self.stages[shown[-1].stage] if shown else None


def trend(
    figures: Sequence[Figure],
    broken: Sequence[SeriesBreak] = (),
    *,
    better: Better,
    target: float | None = None,
    unit: Unit = Unit.WEEK,
) -> Trend:
    """Make the control charts of figures that are cut by week, or by month.

    A month is named by its first Monday (`core/statistics/whole_weeks`).
    Another version of the question begins another stage, and so does the week in which a break of
    the force lies. Each share is judged on its own base (`p_prime`); a week whose share is not
    shown is in no chart.
    """
    weeks = list(_weeks(figures, broken, unit))
    by_stage: dict[Key, list[Figure]] = defaultdict(list)
    for week in weeks:
        if week.figure and week.figure.estimate.shown:
            by_stage[week.stage].append(week.figure)
    stages = {key: _chart(alike) for key, alike in by_stage.items()}
    points = {key: iter(stage.points) for key, stage in stages.items()}
    weeks = [
        replace(week, point=next(points[week.stage]))
        if week.figure and week.figure.estimate.shown
        else week
        for week in weeks
    ]
    found = Trend(
        weeks=weeks, stages=stages, better=better, target=target, variation=None, assurance=None
    )
    last = found.newest
    if last is None or last.points[-1].limits is None:
        return found
    return replace(
        found,
        variation=variation(last, better),
        assurance=None if target is None else assurance(last, better, target),
    )


def _chart(figures: Sequence[Figure]) -> Stage:
    shown = [f.estimate for f in figures]
    shares = [one.value for one in shown if one.value is not None]
    return p_prime(shares, [one.n_effective for one in shown])


def _weeks(figures: Sequence[Figure], broken: Sequence[SeriesBreak], unit: Unit) -> Iterator[Week]:
    """Give the weeks in their order; one about which nobody answered has its place all the same."""
    by_week: dict[date, list[Figure]] = defaultdict(list)
    for figure in figures:
        if isinstance(figure.segment[0], date):
            by_week[figure.segment[0]].append(figure)
    seen: list[Key] = []
    week = min(by_week, default=date.max)
    while by_week and week <= max(by_week):
        alike = sorted(by_week.get(week, ()), key=lambda one: one.version)
        following = (covered(Weeks(week, week), unit).last or week) + WEEK
        before = sum(one.at < following for one in broken)
        for figure in alike:
            key = (figure.version, before)
            begins = bool(seen) and key not in seen
            since = seen[-1][1] if seen else before
            yield Week(
                week=week,
                stage=key,
                figure=figure,
                is_shared=len(alike) > 1,
                begins=begins,
                is_new_version=begins and figure.version not in {version for version, _ in seen},
                broken=tuple(broken[since:before]) if begins else (),
            )
            seen.append(key)
        if not alike:
            yield Week(week=week, stage=seen[-1], figure=None)
        week = following
