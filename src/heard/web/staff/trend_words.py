"""Puts the weeks of a survey into a trend that breaks where the question was asked otherwise."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from heard.insight.measure import Figure
from heard.insight.survey import Survey
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import svg
from heard.web.staff.survey_words import WIDTHS, Chart, mark, told
from heard.web.staff.words import Row, break_row, broken, long_day, row

WEEK = timedelta(days=7)
BREAK = "asked otherwise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One week of one version of a question; without a figure nobody answered about it.

    `is_shared` says that another version was answered about the same week, `begins` that it is
    the first of its version, and not of all.
    """

    week: date
    version: int
    figure: Figure | None
    is_shared: bool
    begins: bool

    @property
    def version_words(self) -> str:
        return f", version {self.version}" if self.is_shared else ""


def weeks(survey: Survey) -> Chart:
    """Give the trend by week: a line for each version of the question, and a mark between them."""
    points = list(_points(survey.weeks))
    marks = [
        replace(
            mark(
                f"{p.week.day} {p.week:%b}{p.version_words}",
                p.figure.estimate if p.figure else None,
            ),
            series=p.version,
            broken=BREAK if p.begins else "",
        )
        for p in points
    ]
    said = [broken(p.figure) for p in points if p.begins and p.figure]
    what = "Share that scored 8 or above, by the week in which it happened"
    return Chart(
        id="weeks",
        title=f"{survey.chosen.question.replace('_', ' ').capitalize()} by week",
        drawings=[svg(shapes.trend(marks, width=width)) for width in WIDTHS],
        words=" ".join([told(what, marks), *said]),
        first="Week beginning",
        lines=list(_lines(points)),
    )


def _points(figures: Sequence[Figure]) -> Iterator[Point]:
    """Give the weeks in their order; one about which nobody answered has its place all the same."""
    by_week: dict[date, list[Figure]] = defaultdict(list)
    for figure in figures:
        if isinstance(figure.segment[0], date):
            by_week[figure.segment[0]].append(figure)
    seen: list[int] = []
    week = min(by_week, default=date.max)
    while by_week and week <= max(by_week):
        alike = sorted(by_week.get(week, ()), key=lambda one: one.version)
        for figure in alike:
            yield Point(
                week=week,
                version=figure.version,
                figure=figure,
                is_shared=len(alike) > 1,
                begins=bool(seen) and figure.version not in seen,
            )
            seen.append(figure.version)
        if not alike:
            yield Point(week=week, version=seen[-1], figure=None, is_shared=False, begins=False)
        week += WEEK


def _lines(points: Sequence[Point]) -> Iterator[Row]:
    for point in points:
        if point.begins and point.figure:
            yield break_row(point.figure)
        estimate = point.figure.estimate if point.figure else None
        yield row(f"{long_day(point.week)}{point.version_words}", estimate)
