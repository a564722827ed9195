"""Says in words what the way of asking does to a figure, and what of a new series is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from heard.core.statistics.mode_effect import Explained
from heard.core.statistics.verdicts import Finding, Verdict
from heard.eligibility.models import ParallelRun
from heard.insight.measures import MEASURES
from heard.insight.mode_effects import Effect, NewSeries
from heard.web.staff.policy_words import CHANNELS
from heard.web.staff.survey_words import short
from heard.web.staff.verdict_words import Judged, Kind, difference, ends, line, summary
from heard.web.staff.words import long_day, period, value

LEFT: Mapping[Finding, str] = {
    Finding.REAL: "a real change",
    Finding.CHANCE: "not distinguishable from none",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A parallel run as a page shows it: its days and ways, whom it asked, and its figures."""

    id: str
    title: str
    days: str
    why: str
    asked: str
    judged: Sequence[Judged]


def run(effect: Effect) -> Run:
    """Give one parallel run."""
    one = effect.run
    usual, other = way(one.channel), way(one.other)
    asked = (
        f"It was decided to ask {effect.usual:,} by {usual} and {effect.other:,} by {other}, drawn "
        f"by lot: {100 * one.share:g}% of whom both reach by {other}. Outside of it are "
        f"{effect.outside:,}, whom only one way reached, or whose incident bears only one."
    )
    kind = Kind(
        higher=f"Real step: more by {other}",
        lower=f"Real step: fewer by {other}",
        here=f"by {other}",
        there=f"by {usual}",
    )
    return Run(
        id=f"run-{one.pk}",
        title=f"{one.programme.name}: {usual}, and beside it {other}",
        days=period([(one.opens_on, one.closes_on)]),
        why=one.why,
        asked=asked,
        judged=list(_tables(effect, kind)),
    )


def series(found: Sequence[NewSeries]) -> list[str]:
    """Say of each new series what of it is the way of asking; after what the force says."""
    told: list[str] = []
    for one in found:
        head = f"From {long_day(one.at.at)}: {one.at.words}"
        told += [] if head in told else [head]
        told.append(_sentence(one))
    return told


def step(found: Sequence[NewSeries], question: str) -> list[str]:
    """Say for the trend of one question what the way of asking does at each break."""
    return [_sentence(one) for one in found if one.new.question == question]


def way(channel: str) -> str:
    """Name a way of asking as it stands in a sentence."""
    return CHANNELS.get(channel, channel).lower()


def _tables(effect: Effect, kind: Kind) -> Iterable[Judged]:
    for name in dict.fromkeys(one.measure for one in effect.found):
        alike = [one for one in effect.found if one.measure == name]
        words = MEASURES[name].words
        yield Judged(
            title=f"Share that said {words}",
            words=summary([one.step for one in alike], of="steps"),
            first="Question",
            figure=f"By {way(effect.run.other)}",
            against=f"By {way(effect.run.channel)}",
            lines=[line(one.label, one.other, one.usual, one.step, kind) for one in alike],
        )


def _sentence(one: NewSeries) -> str:
    old, new = one.old.estimate, one.new.estimate
    said = f"{short(one.new)}: {value(old)} of {old.n:,} before and {value(new)} of {new.n:,} since"
    if not (old.shown and new.shown):
        return f"{short(one.new)}: too few answered, before or since, to say what differs."
    if one.run is None or one.parts is None:
        return f"{said} are not held against each other: no parallel run has measured the step."
    base = min(old.n, new.n)
    if one.parts.left.difference is None:
        return f"{said} are not held against each other: too few answered in the parallel run."
    return f"{said}, {_parts(one.parts, one.run, base=base)}"


def _parts(parts: Explained, run: ParallelRun, *, base: int) -> str:
    days = period([(run.opens_on, run.closes_on)])
    return (
        f"a difference of {_size(parts.change, base=base)}. Of that the way of asking makes "
        f"{_size(parts.step, base=base)}, as measured side by side from {days}. What is left is "
        f"{_size(parts.left, base=base)}: {LEFT[parts.left.finding]}."
    )


def _size(found: Verdict, *, base: int) -> str:
    return f"{difference(found, base=base)} ({ends(found, base=base)})"
