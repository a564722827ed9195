"""Puts figures by two things, and the hours of the week, into maps with their tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from heard.core.statistics.estimate import Estimate
from heard.insight.cuts import BLOCK_HOURS, Cut, in_order
from heard.insight.measure import Figure
from heard.insight.measures import MEASURES
from heard.web.staff.charts import shapes
from heard.web.staff.charts.draw import Drawing, drawing
from heard.web.staff.filters import CUTS, WEEKDAYS
from heard.web.staff.survey_words import Cutting, hour_words, segment_words, short
from heard.web.staff.words import Row, row

DAYS_IN_WEEK, HOURS_IN_DAY = 7, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A map with its table: a line for each row, a cell for each column."""

    id: str
    title: str
    drawing: Drawing
    words: str
    columns: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Row]]]


def hours(survey: Cutting) -> Grid:
    step = BLOCK_HOURS if survey.hour is Cut.BLOCK else 1
    columns = [(hour, hour_words(hour, step)) for hour in range(0, HOURS_IN_DAY, step)]
    rows = [(day, WEEKDAYS[day - 1]) for day in range(1, DAYS_IN_WEEK + 1)]
    return _grid(
        survey.hours,
        rows=rows,
        columns=columns,
        title=f"{short(survey.chosen)} by day and {CUTS[survey.hour]}",
        id_="hours",
    )


def crossed(survey: Cutting, by: Sequence[Cut]) -> Grid:
    """Give the cut by two things as a map."""
    first, second = by
    rows, columns = (
        [
            (place, segment_words(cut, place))
            for place in sorted(
                {f.segment[index] for f in survey.cut}, key=lambda place: in_order((place,), (cut,))
            )
        ]
        for index, cut in enumerate((first, second))
    )
    title = f"{short(survey.chosen)} by {CUTS[first]} and {CUTS[second]}"
    return _grid(survey.cut, rows=rows, columns=columns, title=title, id_="cut")


def _grid(
    figures: Sequence[Figure],
    *,
    rows: Sequence[tuple[date | int | str, str]],
    columns: Sequence[tuple[date | int | str, str]],
    title: str,
    id_: str,
) -> Grid:
    found = {f.segment: f.estimate for f in figures}
    share = MEASURES[figures[0].measure].words if figures else ""
    cells = [
        shapes.Cell(column=across, row=down, value=estimate.value, words=_digits(estimate))
        for place, down in rows
        for column, across in columns
        if (estimate := found.get((place, column)))
    ]
    return Grid(
        id=id_,
        title=title,
        drawing=drawing(
            shapes.grid(
                cells,
                columns=[across for _, across in columns],
                rows=[down for _, down in rows],
                share=share,
            )
        ),
        words=f"{title}: {sum(c.value is not None for c in cells)} fields hold a share, "
        f"{sum(c.value is None for c in cells)} have too few answers; the table has them all.",
        columns=[across for _, across in columns],
        lines=[
            (down, [row(across, found.get((place, column))) for column, across in columns])
            for place, down in rows
        ],
    )


def _digits(estimate: Estimate) -> str:
    return "\N{MIDDLE DOT}" if estimate.value is None else f"{100 * estimate.value:.0f}"
