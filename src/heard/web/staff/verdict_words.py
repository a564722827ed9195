"""Says in words what may be said of changes and gaps, with their size and range beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.verdicts import LEVEL, Finding, Needed, Verdict
from heard.insight.compared import Change, Compared
from heard.insight.cuts import Cut
from heard.insight.measure import Figure
from heard.insight.survey import Lowest, Survey
from heard.web.staff.filters import CUTS
from heard.web.staff.listed_words import is_listed
from heard.web.staff.survey_words import ADVICE, places, short
from heard.web.staff.words import FINE_BASE, Row, interval, period, row, value

ABOUT = (
    "A change is called real where chance alone would make one as large less than once in twenty "
    "times, all comparisons of this page judged together. Not distinguishable means that chance "
    "may have made it, not that nothing changed. Where fewer answered than the least number for a "
    "share, it is too small to say. The range is that of the difference, in percentage points."
)
ABOUT_GAPS = (
    "Each is held against the rest: everybody else who answered and whom the filters leave in. "
    "Verdicts are as above. What is held back is held against nothing."
)
NO_YEAR = "Nobody has answered about the same weeks of the year before, so there is no such change."
NONE = Row(name="", value="Not shown", interval="", base="", is_low=False)
FIGURES = 3  # significant ones, of how many answers would be needed: it is no promise


class Judging(Protocol):
    """What is found of one question: what it is held against."""

    @property
    def chosen(self) -> Figure: ...
    @property
    def gaps(self) -> Sequence[Compared]: ...
    @property
    def changes(self) -> Sequence[Change]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of comparison speaks: of a real one, higher and lower, and of its sides.

    `pairs` is what pairs are called, where it is of pairs.
    """

    higher: str
    lower: str
    here: str
    there: str
    pairs: str = ""


CHANGE = Kind(higher="Real change: up", lower="Real change: down", here="now", there="before")
GAP = Kind(
    higher="Real difference: above the rest",
    lower="Real difference: below the rest",
    here="here",
    there="in the rest",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comparison: both figures, the difference with its range, and the verdict."""

    name: str
    figure: Row
    against: Row
    difference: str
    interval: str
    verdict: str
    note: str
    is_real: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A table of comparisons, and what it shows in words; not every one need have a line."""

    title: str
    words: str
    first: str
    figure: str
    against: str
    lines: Sequence[Line]


def changes(survey: Judging, by: Sequence[Cut] = ()) -> list[Judged]:
    """Give a table for each period that is held against the one before it, by cuts if need be."""
    return [_change(change, by) for change in survey.changes]


def no_year(survey: Survey) -> str:
    """Say that there is nothing of the year before; '' where there is."""
    return "" if any(change.is_year for change in survey.changes) else NO_YEAR


def gaps(survey: Judging, by: Sequence[Cut]) -> Judged | None:
    """Give each segment of a cut against the rest; of one that is long those that are real."""
    if not any(one.verdict for one in survey.gaps):
        return None
    named = [(places(by, one.figure.segment), one) for one in survey.gaps]
    said = " and ".join(CUTS[cut] for cut in by)
    each = len(by) == 1 and not is_listed(by)
    shown = [pair for pair in named if each or _is(pair[1].verdict, Finding.REAL)]
    return Judged(
        title=f"{short(survey.chosen)} by {said}: each against the rest",
        words=_summary([one for _, one in named], of="differences"),
        first=said.capitalize(),
        figure="Share",
        against="The rest",
        lines=[_line(name, one, GAP) for name, one in shown],
    )


def lowest(found: Lowest | None) -> list[str]:
    """Call the lowest question out, and say whether it may be the lowest by chance."""
    if found is None or found.verdict is None:
        return []
    low, following = found.figure, found.following
    told = f"{value(low.estimate)} ({interval(low.estimate)}, {low.estimate.n:,} answers)"
    behind = f"{short(following).lower()}, at {value(following.estimate)}"
    base = min(low.estimate.n, following.estimate.n)
    size = f"{difference(found.verdict, base=base)} ({ends(found.verdict, base=base)})"
    against = f"Against {behind}"
    said = {
        Finding.REAL: f"It is below every other question by more than chance. {against}: {size}.",
        Finding.CHANCE: f"It cannot be told apart from {behind}: {size} may be chance.",
        Finding.TOO_SMALL: f"Too few answered to tell it apart from {behind}.",
    }
    words = [f"Lowest is {short(low).lower()}: {told}.", said[found.verdict.finding]]
    return [*words, *([ADVICE[low.question]] if low.question in ADVICE else [])]


def difference(found: Verdict, *, base: int) -> str:
    """Give a difference of two shares in points, with its sign; empty where none is said."""
    if found.difference is None:
        return ""
    words = _points(found.difference, base=base)
    return f"{words} point{'' if words[1:] == '1' else 's'}"


def ends(found: Verdict, *, base: int) -> str:
    """Give the ends of the interval of a difference; empty where none is said."""
    if found.low is None or found.high is None:
        return ""
    return f"{_points(found.low, base=base)} to {_points(found.high, base=base)}"


def _change(change: Change, by: Sequence[Cut] = ()) -> Judged:
    now, before = (period([(one.from_, one.to)]) for one in (change.now, change.before))
    return Judged(
        title=f"{now}, against {before}",
        words=_summary(change.figures, of="changes"),
        first=" and ".join(CUTS[cut] for cut in by).capitalize() or "Question",
        figure="Now",
        against="A year before" if change.is_year else "Before",
        lines=[
            _line(places(by, one.figure.segment) if by else short(one.figure), one, CHANGE)
            for one in change.figures
        ],
    )


def _line(name: str, one: Compared, kind: Kind) -> Line:
    return line(name, one.figure.estimate, one.against, one.verdict, kind, broken=one.broken)


def line(
    name: str,
    figure: Estimate,
    against: Estimate | None,
    found: Verdict | None,
    kind: Kind,
    *,
    broken: str = "",
) -> Line:
    """Give a line for two shares; `broken` says why there is no verdict, else it is held back."""
    base = min(figure.n, against.n) if against else 0
    return Line(
        name=name,
        figure=row("", figure),
        against=row("", against) if against else NONE,
        difference=difference(found, base=base) if found else "",
        interval=ends(found, base=base) if found else "",
        verdict=_verdict(found, kind, broken=broken),
        note=broken or (_note(found, kind, base=base) if found else ""),
        is_real=_is(found, Finding.REAL),
    )


def _verdict(found: Verdict | None, kind: Kind, *, broken: str) -> str:
    if found is None:
        return "Not compared: measured otherwise" if broken else "Held back"
    if found.difference is not None and found.finding is Finding.REAL:
        return kind.higher if found.difference > 0 else kind.lower
    return "Not distinguishable" if found.finding is Finding.CHANCE else "Too small to say"


def _note(found: Verdict, kind: Kind, *, base: int) -> str:
    """Say of a difference that is not real what would have to be so for it to be."""
    if found.finding is not Finding.CHANCE or found.p is None:
        return ""
    if found.p <= LEVEL:
        return f"Real if looked at alone, but one of {found.among} comparisons on this page."
    if found.needed is None or found.needed_for_power is None:
        return "" if found.difference else "No difference."
    if found.difference is not None and _points(found.difference, base=base) == "0":
        return "Too small a difference to look for."
    if found.needed.figure == found.needed.against and kind.pairs:
        return (
            f"It would be told with about {found.needed.figure:,} {kind.pairs}. A true one of this "
            f"size is found four times in five with about {found.needed_for_power.figure:,}."
        )
    return (
        f"It would be told with {_sides(found.needed, kind)}. A true one of this size is found "
        f"four times in five with {_sides(found.needed_for_power, kind)}."
    )


def _sides(needed: Needed, kind: Kind) -> str:
    return f"{_about(needed.figure)} answers {kind.here} and {_about(needed.against)} {kind.there}"


def _about(number: int) -> str:
    return f"{round(number, FIGURES - len(str(number))) if number else 0:,}"


def _summary(compared: Sequence[Compared], *, of: str) -> str:
    return summary([one.verdict for one in compared], of=of)


def summary(verdicts: Sequence[Verdict | None], *, of: str) -> str:
    """Say how many comparisons came out in which way."""
    judged = [one for one in verdicts if one]
    counts = [sum(found.finding is finding for found in judged) for finding in Finding]
    real, chance, few = counts
    said = f"{real} of {len(verdicts)} {of} {'is' if real == 1 else 'are'} real"
    rest = [
        f"{n} {words}"
        for n, words in (
            (chance, "cannot be told from chance"),
            (few, "too small to say"),
            (len(verdicts) - len(judged), "not compared"),
        )
        if n
    ]
    return f"{'; '.join([said, *rest])}."


def _points(share: float, *, base: int) -> str:
    """Give a difference of shares in percentage points, to one decimal where the base bears it."""
    said = f"{100 * share:+.{int(base >= FINE_BASE)}f}"
    return said.replace("-", "\N{MINUS SIGN}") if float(said) else "0"


def _is(found: Verdict | None, finding: Finding) -> bool:
    return found is not None and found.finding is finding
