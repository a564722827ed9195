"""Puts the weeks of a survey into a control chart, with what it says in words and its table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from heard.core.statistics.control_charts import (
    FEW,
    Assurance,
    Limits,
    Point,
    Signal,
    Variation,
    variation_of,
)
from heard.core.statistics.whole_weeks import Unit
from heard.insight.measure import Figure
from heard.insight.measures import MEASURES
from heard.insight.survey import Survey
from heard.insight.trend import Key, Trend, Week
from heard.web.staff.charts import control
from heard.web.staff.charts.draw import drawing
from heard.web.staff.mode_words import step
from heard.web.staff.survey_words import WIDTHS, Badge, Chart, said_of, told
from heard.web.staff.words import Row, break_row, broken, long_day, percent, row, value

AXES: Mapping[Unit, str] = {Unit.WEEK: "Week beginning", Unit.MONTH: "Month, of whole weeks"}
THURSDAY = timedelta(days=3)
BREAK, NEW_STAGE = "asked otherwise", "measured otherwise"
KEY = (
    "The pale bar of a week is its 95% range. The straight line is the mean, the dashed steps are "
    "the limits: chance alone seldom takes a week beyond them, and they are wider where fewer "
    "answered. A triangle marks what chance seldom makes, high if it points up and low if down."
)
# By the rule: what a signal upwards, and one downwards, is called.
SIGNALS: Mapping[Signal, tuple[str, str]] = {
    Signal.OUTSIDE: ("Above its limit", "Below its limit"),
    Signal.TREND: ("Trend: seven or more rise", "Trend: seven or more fall"),
    Signal.TWO_IN_THREE: (
        "Two in three: near the upper limit",
        "Two in three: near the lower limit",
    ),
    Signal.SHIFT: ("Shift: seven or more above the mean", "Shift: seven or more below the mean"),
}
VARIATIONS: Mapping[Variation, tuple[str, str]] = {
    Variation.COMMON_CAUSE: (
        "Common cause",
        "The newest week lies where chance alone puts it: nothing says that something changed.",
    ),
    Variation.IMPROVEMENT_HIGH: ("Improvement, high", "The newest week stands out for the better."),
    Variation.IMPROVEMENT_LOW: ("Improvement, low", "The newest week stands out for the better."),
    Variation.CONCERN_HIGH: ("Concern, high", "The newest week stands out for the worse."),
    Variation.CONCERN_LOW: ("Concern, low", "The newest week stands out for the worse."),
    Variation.NEUTRAL_HIGH: ("Special cause, high", "The newest week stands out."),
    Variation.NEUTRAL_LOW: ("Special cause, low", "The newest week stands out."),
}
ASSURANCES: Mapping[Assurance, tuple[str, str, str]] = {
    Assurance.PASS: ("P", "Meets the target", "As it goes, it will meet {} week by week."),
    Assurance.FAIL: ("F", "Misses the target", "As it goes, it will miss {} week by week."),
    Assurance.INCONSISTENT: (
        "?",
        "Hit and miss",
        "{} lies within the limits: chance alone decides whether a week meets it.",
    ),
}


def weeks(survey: Survey) -> Chart:
    """Give the weeks of a survey as a control chart, and what is said of a new series."""
    found = control_chart(survey.trend, survey.chosen)
    notes = [*found.notes, *step(survey.new_series, survey.chosen.question)]
    return replace(found, notes=notes)


def control_chart(found: Trend, chosen: Figure, *, unit: Unit = Unit.WEEK) -> Chart:
    """Give weeks or months as a control chart, a stage for each stretch that is one measurement."""
    marks = [_mark(week, found, unit) for week in found.weeks]
    said = [_broken(week) for week in found.weeks if week.begins]
    share, axis = said_of(chosen), AXES[unit]
    what = f"Share that {share}, by the week in which it happened"
    axes = (axis.lower(), share)
    chart = Chart(
        id="weeks",
        title=f"{chosen.question.replace('_', ' ').capitalize()} by week",
        drawings=[
            drawing(control.control(marks, width=width, target=found.target, axes=axes))
            for width in WIDTHS
        ],
        words=" ".join([told(what, [_aloud(mark) for mark in marks]), *said]),
        first=axis,
        lines=list(_lines(found.weeks, unit)),
        badges=list(_badges(found)),
        notes=list(_notes(found, unit)),
        key=KEY,
        share=MEASURES[chosen.measure].words,
    )
    return chart if unit is Unit.WEEK else _of_months(chart)


def _of_months(chart: Chart) -> Chart:
    """Say of months what is said of weeks."""

    def said(words: str) -> str:
        return words.replace("week", "month")

    return replace(
        chart,
        title=said(chart.title),
        words=said(chart.words),
        badges=[replace(badge, words=said(badge.words)) for badge in chart.badges],
        notes=[said(note) for note in chart.notes],
        key=said(chart.key),
    )


def _name(week: date, unit: Unit) -> str:
    """Name a week by its first day, and a month, whose weeks have their Thursdays in it."""
    return long_day(week) if unit is Unit.WEEK else f"{week + THURSDAY:%B %Y}"


def signals(point: Point) -> str:
    """Name what chance seldom makes of a point, the one that goes first at first."""
    return "; ".join(SIGNALS[signal][not point.rises] for signal in point.signals[:1])


def _badges(found: Trend) -> Iterator[Badge]:
    if found.variation:
        name, words = VARIATIONS[found.variation]
        kind, _, end = found.variation.partition("_")
        last = found.newest
        why = f" {signals(last.points[-1])}." if last and last.points[-1].signals else ""
        letter = {"high": "H", "low": "L"}.get(end, "")
        yield Badge(kind=kind, letter=letter, name=name, words=f"{words}{why}")
    if found.assurance and found.target is not None:
        letter, name, words = ASSURANCES[found.assurance]
        target = f"the target of {100 * found.target:.0f}%"
        told_of = words.format(target)
        yield Badge(
            kind=found.assurance,
            letter=letter,
            name=name,
            words=f"{told_of[0].upper()}{told_of[1:]}",
        )


def _notes(found: Trend, unit: Unit) -> Iterator[str]:
    """Say of each stage its mean and limits, and whether they are on trial."""
    first = {week.stage: week for week in reversed(found.weeks) if week.point}
    for key, stage in found.stages.items():
        last = stage.points[-1].limits
        since = f"From the week of {_name(first[key].week, unit)}{_version(found.stages, key)}"
        mean = f"{since}: mean {percent(stage.mean, base=0)}"
        if last is None:
            yield f"{mean} in one week; limits come with the second."
            continue
        trial = (
            f" These are trial limits: they stand on {stage.baseline} weeks, fewer than {FEW}."
            if stage.is_trial
            else ""
        )
        yield f"{mean}, limits {_limits(last)} for the newest week.{trial}"


def _version(stages: Mapping[Key, object], key: Key) -> str:
    return f", version {key[0]}" if len({version for version, _ in stages}) > 1 else ""


def _mark(week: Week, found: Trend, unit: Unit) -> control.Week:
    estimate = week.figure.estimate if week.figure else None
    limits = week.point.limits if week.point else None
    begins = BREAK if week.is_new_version else NEW_STAGE
    return control.Week(
        name=f"{_short(week.week, unit)}{_shared(week)}",
        value=estimate.value if estimate else None,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        words=value(estimate) if estimate else "None",
        mean=found.stages[week.stage].mean if limits else None,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        says=variation_of(week.point, found.better) if week.point else Variation.COMMON_CAUSE,
        stage="-".join(map(str, week.stage)),
        broken=begins if week.begins else "",
    )


def _short(week: date, unit: Unit) -> str:
    return f"{week.day} {week:%b}" if unit is Unit.WEEK else f"{week + THURSDAY:%b %Y}"


def _aloud(mark: control.Week) -> control.Week:
    """Name the signal of a week after its share, for whoever does not see the drawing."""
    if mark.says is Variation.COMMON_CAUSE:
        return mark
    return replace(mark, words=f"{mark.words} ({VARIATIONS[mark.says][0].lower()})")


def _shared(week: Week) -> str:
    return f", version {week.version}" if week.is_shared else ""


def _broken(week: Week) -> str:
    """Say what begins with a week: a version of the question, or what the force says."""
    own = [broken(week.figure)] if week.is_new_version and week.figure else []
    force = [
        f"Measured otherwise from {long_day(one.at)}. {one.words} The limits begin anew."
        for one in week.broken
    ]
    return " ".join([*own, *force])


def _lines(weeks: Sequence[Week], unit: Unit) -> Iterator[Row]:
    for week in weeks:
        if week.begins and week.figure:
            yield replace(break_row(week.figure), name=_broken(week))
        estimate = week.figure.estimate if week.figure else None
        line = row(f"{_name(week.week, unit)}{_shared(week)}", estimate)
        yield replace(
            line,
            limits=_limits(week.point.limits) if week.point and week.point.limits else "",
            signals=signals(week.point) if week.point else "",
        )


def _limits(limits: Limits) -> str:
    return f"{percent(limits.lower, base=0)} to {percent(limits.upper, base=0)}"
