"""What control charts of months share: their marks, the lines of their tables, their notes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from heard.core.statistics.control_charts import FEW, Better, Point, Stage, Variation, variation_of
from heard.core.statistics.estimate import Estimate
from heard.web.staff.charts import control
from heard.web.staff.trend_words import signals
from heard.web.staff.words import Row, percent, row, value


@dataclass(frozen=True, slots=True, kw_only=True)
class Charted:
    """One month: its first day, its share, and its place in the chart where it has one."""

    first: date
    estimate: Estimate
    point: Point | None


def month(first: date) -> str:
    """Name a month: November 2020."""
    return f"{first:%B %Y}"


def mark(one: Charted, stage: Stage | None, *, better: Better, series: str) -> control.Week:
    """Give the mark of a month; lines join those of one `series` only."""
    estimate, limits = one.estimate, one.point.limits if one.point else None
    return control.Week(
        name=f"{one.first:%b %y}",
        value=estimate.value,
        low=estimate.low,
        high=estimate.high,
        words=value(estimate),
        mean=stage.mean if stage and limits else None,
        lower=limits.lower if limits else None,
        upper=limits.upper if limits else None,
        says=variation_of(one.point, better) if one.point else Variation.COMMON_CAUSE,
        stage=series,
    )


def line(one: Charted) -> Row:
    """Give the line of a month, with its limits and signals."""
    limits = one.point.limits if one.point else None
    words = f"{percent(limits.lower, base=0)} to {percent(limits.upper, base=0)}" if limits else ""
    said = signals(one.point) if one.point else ""
    return replace(row(month(one.first), one.estimate), limits=words, signals=said)


def notes(stage: Stage | None) -> Iterator[str]:
    """Say the mean, and whether its limits are trial ones."""
    if stage is None:
        return
    trial = (
        f" These are trial limits: they stand on {stage.baseline} months, fewer than {FEW}."
        if stage.is_trial
        else ""
    )
    yield f"The mean of all months is {percent(stage.mean, base=0)}.{trial}"
