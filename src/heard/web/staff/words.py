"""Puts figures and codes into the words and digits that a page shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from heard.core.reasons import REASONS
from heard.core.screening import Outcome
from heard.core.statistics.estimate import TOO_SHORT, Estimate
from heard.core.statistics.few import BESIDE_FEW
from heard.delivery.models import State
from heard.insight.measure import Figure

LOW_BASE = 30
FINE_BASE = 1_000  # from here on a share is given to one decimal

OUTCOMES: Mapping[str, str] = {
    Outcome.SEND: "To be asked",
    Outcome.HOLD: "Held for somebody to decide",
    Outcome.WAIT: "Waiting for the right time",
    Outcome.SKIP: "Not asked this time",
    Outcome.BLOCK: "Not to be asked at all",
}
STEPS: Mapping[str, str] = {
    "screened": "Happened and decided on",
    "may_be_asked": "May be asked",
    "posted": "Text posted",
    "sent": "Handed to the network",
    "delivered": "Delivered",
    "opened": "Survey begun",
    "completed": "Survey completed",
}
STATES: Mapping[str, str] = {
    State.CREATED: "Waiting to be sent",
    State.CLAIMED: "Being handed over",
    State.SENDING: "Handed to the provider",
    State.PENDING: "With the network",
    State.SENT: "Sent abroad: no more is heard",
    State.DELIVERED: "Delivered",
    State.PERMANENT_FAILURE: "The number does not exist",
    State.TEMPORARY_FAILURE: "The phone could not be reached",
    State.TECHNICAL_FAILURE: "Not sent: the provider failed",
    State.UNKNOWN: "Not known whether it was sent: never sent again",
    State.CANCELLED: "Stopped before it was sent",
}
# Why a touchpoint came no further: what the gate said, what became of the text, how it was left.
WHY: Mapping[str, str] = {
    **REASONS,
    **STATES,
    "expired": "It was too late to send it.",
    "no-gateway": "No gateway is set up for it.",
    "no-guard": "Nothing could say whether it may be sent.",
    "guard-failed": "It could not be checked again whether it may be sent.",
    "screened-again": "Something was told about it at the last moment: it is looked at again.",
    "not-offered": "The provider did not take it, and it waits for its next turn.",
    "budget": "The survey has spent what it may spend this month.",
    "restored": "A backup was restored: it may have been sent before, or not.",
    "not-left": "Somebody found out that it was never sent.",
    "stopped": "Sending was stopped by hand.",
    "dialogue-over": "The survey by text was over by then.",
    "opened": "It has been heeded already.",
    "bad-address": "The network says that there is no such number.",
    "not_posted_yet": "The text has not been posted yet.",
    "not_opened": "The survey was not begun.",
    "not_finished": "Begun, and not finished so far.",
    "partial": "Left unfinished, with at least half of it answered.",
    "break_off": "Broken off before half of it was answered.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table of figures; without an interval, `value` says why none is shown.

    Where a series breaks, the line holds no figure: its `name` says so in words. A control chart
    has the `limits` of a point, and its `signals` in words.
    """

    name: str
    value: str
    interval: str
    base: str
    is_low: bool
    is_break: bool = False
    limits: str = ""
    signals: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All figures of one version of a question, the days that they span, and what broke before."""

    label: str
    period: str
    broken: str
    rows: list[Row]


def tables(figures: Iterable[Figure]) -> list[Table]:
    """Give a table a version of a question, in the order in which the figures come."""
    by_question: dict[tuple[str, int], list[Figure]] = {}
    for figure in figures:
        by_question.setdefault((figure.question, figure.version), []).append(figure)
    return [
        Table(
            label=alike[-1].asked,
            period=period((f.from_, f.to) for f in alike),
            broken=broken(alike[-1]),
            rows=[row(figure.name, figure.estimate) for figure in alike],
        )
        for alike in by_question.values()
    ]


def broken(figure: Figure) -> str:
    """Say what begins with the version of a question that a figure is about; '' for the first."""
    if not figure.breaks:
        return ""
    said = " ".join(one.words for one in figure.breaks)
    return (
        f"Asked otherwise from {long_day(figure.breaks[0].at)}. {said} "
        "Answers before and after are not put together."
    )


def break_row(figure: Figure) -> Row:
    """Give the line that stands in a table where a series breaks."""
    return Row(name=broken(figure), value="", interval="", base="", is_low=False, is_break=True)


def period(spans: Iterable[tuple[date | None, date | None]]) -> str:
    """Give the days from the first to the last of all spans; empty where there are none."""
    days = [day for span in spans for day in span if day is not None]
    if not days:
        return ""
    first, last = min(days), max(days)
    return long_day(first) if first == last else f"{long_day(first)} to {long_day(last)}"


def percent(value: float, *, base: int) -> str:
    """Give a share in whole per cent, or to one decimal where the base bears it."""
    return f"{100 * value:.{int(base >= FINE_BASE)}f}%"


def counted(counts: Mapping[str, int], words: Mapping[str, str]) -> list[tuple[str, int, str]]:
    """Give counts as the tables have them, in words; a code without words stands for itself."""
    return [(words.get(code, code), n, "") for code, n in counts.items()]


def row(name: str, estimate: Estimate | None) -> Row:
    """Give one line of a table; None stands for what nobody answered about."""
    if estimate is None:
        return Row(name=name, value="None", interval="", base="0", is_low=False)
    return Row(
        name=name,
        value=value(estimate),
        interval=interval(estimate),
        base="" if estimate.is_held else f"{estimate.n:,}",
        is_low=is_low(estimate),
    )


def is_low(estimate: Estimate) -> bool:
    """Tell whether a figure that is shown stands on so few answers that it is marked."""
    return estimate.shown and estimate.n < LOW_BASE


def value(estimate: Estimate) -> str:
    """Give a share as it is printed, or say that there is none."""
    if estimate.hidden == TOO_SHORT:
        return "Not yet a year"
    if estimate.is_held or estimate.hidden == BESIDE_FEW:
        return "Held back"
    if estimate.value is None:
        return f"Too few: {estimate.n:,}" if estimate.n else "No answers yet"
    return percent(estimate.value, base=estimate.n)


def interval(estimate: Estimate) -> str:
    """Give the ends of an interval; empty where nothing is shown."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = (percent(end, base=estimate.n) for end in (estimate.low, estimate.high))
    return f"{low} to {high}"


def long_day(day: date) -> str:
    """Give a day in words: 9 October 2020."""
    return f"{day.day} {day:%B %Y}"
