"""Puts the months of the survey of victims into a control chart, in words and in its table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from heard.core.statistics.control_charts import Variation, variation_of
from heard.insight.measures import MEASURES
from heard.insight.victim_months import MEASURE, Month
from heard.insight.victims import Victims
from heard.web.staff.charts import control
from heard.web.staff.charts.draw import drawing
from heard.web.staff.monthly_words import Charted, line, mark, notes
from heard.web.staff.survey_words import WIDTHS, Badge, Chart, told
from heard.web.staff.trend_words import KEY, signals

BETTER = MEASURES[MEASURE].better
SAYS: Mapping[Variation, tuple[str, str]] = {
    Variation.COMMON_CAUSE: (
        "Common cause",
        "The newest month lies where chance alone puts it: nothing says that something changed.",
    ),
    Variation.IMPROVEMENT_HIGH: ("Improvement", "The newest month stands out for the better."),
    Variation.CONCERN_LOW: ("Concern", "The newest month stands out for the worse."),
}


def months(found: Victims) -> Chart:
    """Give the months as a control chart, with what it says in words and its table."""
    marks = [
        mark(_charted(one), found.stage, better=BETTER, series=str(one.figure.version))
        for one in found.months
    ]
    return Chart(
        id="months",
        title="Satisfied overall, by month",
        drawings=[
            drawing(control.control(marks, width=width, axes=("month", "satisfied overall")))
            for width in WIDTHS
        ],
        words=told(
            "Share satisfied overall, by the month in which the crime was recorded",
            [_aloud(one) for one in marks],
        ),
        first="Month",
        lines=[line(_charted(one)) for one in found.months],
        badges=list(_badges(found)),
        notes=list(notes(found.stage)),
        key=KEY.replace("a week", "a month"),
        share="Satisfied",
    )


def _charted(one: Month) -> Charted:
    return Charted(first=one.first, estimate=one.figure.estimate, point=one.point)


def _aloud(one: control.Week) -> control.Week:
    if one.says is Variation.COMMON_CAUSE:
        return one
    return replace(one, words=f"{one.words} ({SAYS[one.says][0].lower()})")


def _badges(found: Victims) -> Iterator[Badge]:
    last = next((one for one in reversed(found.months) if one.point), None)
    if last is None or last.point is None or last.point.limits is None:
        return
    says = variation_of(last.point, BETTER)
    kind, _, end = says.partition("_")
    name, words = SAYS[says]
    why = f" {signals(last.point)}." if last.point.signals else ""
    letter = {"high": "H", "low": "L"}.get(end, "")
    yield Badge(kind=kind, letter=letter, name=name, words=f"{words}{why}")
