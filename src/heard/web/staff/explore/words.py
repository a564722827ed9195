"""Says in words what Explore found: the figure, the verdict, and why something is hidden."""

from collections import Counter
from collections.abc import Iterator, Sequence

from heard.core.statistics.estimate import HELD_BACK, TOO_SHORT, Estimate
from heard.core.statistics.few import BESIDE_FEW
from heard.core.statistics.verdicts import Finding
from heard.insight.compared import Change, Compared
from heard.insight.cuts import Cut
from heard.insight.explored import Explored
from heard.web.staff.survey_words import places, said_of
from heard.web.staff.verdict_words import CHANGE, line
from heard.web.staff.words import interval, period, value

WHY = {
    HELD_BACK: "Held back, so that nobody can be made out: few answers stand behind it, or behind "
    "another that could be worked out from it.",
    TOO_SHORT: "Held back: a ward is shown over a year or more.",
    BESIDE_FEW: "Held back, so that another one with too few answers cannot be worked out from it.",
}
MOST_NAMED = 5


def headline(found: Explored) -> str:
    """Say the figure in one sentence, with its range, its base and its days."""
    estimate = found.chosen.estimate
    if not estimate.shown:
        return f"No share is shown. {why(estimate)}"
    days = period([(found.chosen.from_, found.chosen.to)])
    return (
        f"{value(estimate)} {said_of(found.chosen)}. The 95% range is {interval(estimate)}, on "
        f"{estimate.n:,} answers{f' about {days}' if days else ''}."
    )


def verdicts(found: Explored, by: Sequence[Cut]) -> list[str]:
    """Say what may be said of the differences, and nothing where none was looked at."""
    said = [_gaps(found.gaps, by)] if any(one.verdict for one in found.gaps) else []
    if not by:
        said += [_change(change) for change in found.changes]
    elif found.changes:
        said += [_changes(change, by) for change in found.changes]
    return said


def _gaps(gaps: Sequence[Compared], by: Sequence[Cut]) -> str:
    above, below = _real(gaps, by)
    if not above and not below:
        return "No difference from the rest is more than chance may have made."
    return " ".join(
        f"{which} the rest by more than chance: {_named(names)}."
        for which, names in (("Above", above), ("Below", below))
        if names
    )


def _changes(change: Change, by: Sequence[Cut]) -> str:
    now, before = _days(change)
    up, down = _real(change.figures, by)
    if not up and not down:
        return f"{now}: no change against {before} is more than chance may have made."
    told = "; ".join(
        f"{_named(names)} {way}" for names, way in ((up, "up"), (down, "down")) if names
    )
    return f"{now}, against {before}: {told}, by more than chance."


def _change(change: Change) -> str:
    now, before = _days(change)
    told = [
        f"{one.verdict.lower()}{f', {one.difference} ({one.interval})' if one.difference else ''}"
        for figure in change.figures
        for one in [
            line(
                "",
                figure.figure.estimate,
                figure.against,
                figure.verdict,
                CHANGE,
                broken=figure.broken,
            )
        ]
    ]
    return f"{now}, against {before}: {'; '.join(told) or 'nobody answered'}."


def _days(change: Change) -> tuple[str, str]:
    now, before = (period([(one.from_, one.to)]) for one in (change.now, change.before))
    return now, before


def _real(compared: Sequence[Compared], by: Sequence[Cut]) -> tuple[list[str], list[str]]:
    """Name the segments that are really higher, and those that are really lower."""
    found: tuple[list[str], list[str]] = ([], [])
    for one in compared:
        if one.verdict and one.verdict.finding is Finding.REAL:
            found[(one.verdict.difference or 0) < 0].append(places(by, one.figure.segment))
    return found


def _named(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def why(estimate: Estimate) -> str:
    """Say why a figure is not shown."""
    reason = estimate.hidden or ""
    return WHY.get(reason, f"There are {reason}." if reason else "")


def hidden(found: Explored) -> list[str]:
    """Say of the figures that are not shown how many they are, and why."""
    return [
        *_reasons("the cut", [one.estimate for one in found.cut]),
        *_reasons("the times", [one.estimate for one in found.times]),
        *_reasons("the hours of the week", [one.estimate for one in found.hours]),
    ]


def _reasons(what: str, estimates: Sequence[Estimate]) -> Iterator[str]:
    reasons = Counter(why(one) for one in estimates if not one.shown)
    for reason, n in reasons.most_common():
        yield f"{n:,} of {len(estimates):,} figures of {what}: {reason[0].lower()}{reason[1:]}"
