"""Whether a count is on its way to a goal, as if every day had to bring the same part of it.

"On course" is that the count cannot be told from what should be there by now: of two courses that
chance alone makes, neither is called behind. That needs counts, so few are too few to say.
"""

from dataclasses import dataclass
from enum import StrEnum

from heard.core.statistics.exposure import rate

FEW = 10


class Pace(StrEnum):
    """What may be said of the way to a goal."""

    NOT_BEGUN = "not begun"
    TOO_FEW = "too few to say"
    BEHIND = "behind"
    ON_COURSE = "on course"
    AHEAD = "ahead"
    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What may be said, and how many should be there by now."""

    pace: Pace
    expected: float


def course(count: int, goal: int, *, passed: int, days: int) -> Course:
    """Judge a count after so many of the days. ValueError for a goal or a time of none.

    What should be there is held against the exact Poisson interval of the count at 95 %.
    """
    if count < 0 or goal < 1 or days < 1:
        raise ValueError("a goal is one at least, in a day at least, and no count is below none")
    gone = min(max(passed, 0), days)
    expected = goal * gone / days
    return Course(
        pace=_pace(count, goal, expected, begun=gone > 0, over=gone == days), expected=expected
    )


def _pace(count: int, goal: int, expected: float, *, begun: bool, over: bool) -> Pace:
    if count >= goal:
        return Pace.REACHED
    if over:
        return Pace.MISSED
    if not begun:
        return Pace.NOT_BEGUN
    if max(count, expected) < FEW:
        return Pace.TOO_FEW
    found = rate(count, 1, per=1.0)
    if expected > found.high:
        return Pace.BEHIND
    return Pace.AHEAD if expected < found.low else Pace.ON_COURSE
