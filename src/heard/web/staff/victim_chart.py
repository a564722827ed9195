"""Puts the months of the survey of victims into a control chart, in words and in its table."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from heard.core.statistics.control_charts import FEW, Variation, variation_of
from heard.insight.measures import MEASURES
from heard.insight.victim_months import MEASURE, Month
from heard.insight.victims import Victims
from heard.web.staff.charts import control
from heard.web.staff.charts.draw import drawing
from heard.web.staff.survey_words import WIDTHS, Badge, Chart, told
from heard.web.staff.trend_words import KEY, signals
from heard.web.staff.victim_words import month
from heard.web.staff.words import Row, percent, row, value

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
    marks = [_mark(one, found) for one in found.months]
    return Chart(
        id="months",
        title="Satisfied overall, by month",
        drawings=[
            drawing(control.control(marks, width=width, axes=("month", "satisfied overall")))
            for width in WIDTHS
        ],
        words=told(
            "Share satisfied overall, by the month in which the crime was recorded",
            [_aloud(mark) for mark in marks],
        ),
        first="Month",
        lines=[_line(one) for one in found.months],
        badges=list(_badges(found)),
        notes=list(_notes(found)),
        key=KEY.replace("a week", "a month"),
        share="Satisfied",
    )


def _mark(one: Month, found: Victims) -> control.Week:
    estimate = one.figure.estimate
    limits = one.point.limits if one.point else None
    return control.Week(
        name=f"{one.first:%b %y}",
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        words=value(estimate),
        mean=found.stage.mean if found.stage and limits else None,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        says=variation_of(one.point, BETTER) if one.point else Variation.COMMON_CAUSE,
        stage=str(one.figure.version),
    )


def _aloud(mark: control.Week) -> control.Week:
    if mark.says is Variation.COMMON_CAUSE:
        return mark
    return replace(mark, words=f"{mark.words} ({SAYS[mark.says][0].lower()})")


def _line(one: Month) -> Row:
    limits = one.point.limits if one.point else None
    return replace(
        row(month(one.first), one.figure.estimate),
        limits=f"{percent(limits.lower, base=0)} to {percent(limits.upper, base=0)}"
        if limits
        else "",
        signals=signals(one.point) if one.point else "",
    )


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


def _notes(found: Victims) -> Iterator[str]:
    stage = found.stage
    if stage is None:
        return
    trial = (
        f" These are trial limits: they stand on {stage.baseline} months, fewer than {FEW}."
        if stage.is_trial
        else ""
    )
    yield f"The mean of all months is {percent(stage.mean, base=0)}.{trial}"
