"""How far the make-up of those who answered lies from that of those asked, and of the population.

The two are told apart: the one is who did not answer, the other also who is never asked.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import wilson

LOW_BASE = 30  # replies of a group, or that many where it were as large as it should be
WIDEST = 0.05  # half the width of an interval, beyond which a table of shares says too little


class Verdict(StrEnum):
    """What may be said of a difference."""

    OVER = "over-represented"
    UNDER = "under-represented"
    CHANCE = "not distinguishable"
    TOO_FEW = "too few to be statistically valid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The share among those who answered less another share, with what may be said of it."""

    difference: Estimate
    verdict: Verdict


def from_asked(*, replied: int, replies: int, of_group: int, asked: int) -> Gap:
    """Compare the share of a group among the replies with that among those who were asked.

    Of `asked` people `of_group` are of the group; `replies` answered, of whom `replied` are of it.
    Those who answered are a part of those asked, so the difference is the share that did not
    answer times the difference to these, with Newcombe's interval of that. ValueError for counts
    that are no part of one another, or no replies.

    Source: R. G. Newcombe, "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), method 10.
    """
    silent, rest = asked - replies, of_group - replied
    if not (replies > 0 and silent >= 0 and 0 <= replied <= replies and 0 <= rest <= silent):
        raise ValueError("those who answered are a part of those who were asked")
    method = "Newcombe 95%"
    expected = replies * of_group / asked
    if not silent:
        return _gap(0.0, (0.0, 0.0), replies, max(replied, expected), method)
    p, q = replied / replies, rest / silent
    (p_low, p_high), (q_low, q_high) = wilson(replied, replies), wilson(rest, silent)
    low = p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    part = silent / asked
    ends = part * low, part * high
    return _gap(part * (p - q), ends, replies, max(replied, expected), method)


def from_population(*, replied: int, replies: int, population: float) -> Gap:
    """Compare the share of a group among the replies with its share of the population.

    That is taken for exact, so the interval is Wilson's of the replies. ValueError for a share
    outside 0 to 1, or as `wilson` does.
    """
    if not 0 <= population <= 1:
        raise ValueError("a share of the population lies from 0 to 1")
    low, high = wilson(replied, replies)
    ends = low - population, high - population
    most = max(replied, replies * population)
    return _gap(replied / replies - population, ends, replies, most, "Wilson 95%")


def is_too_few(replies: int) -> bool:
    """Tell whether a table of shares on so many replies is too few to be statistically valid.

    It is where the base is low, or half the width of Wilson's interval at a share of one half,
    the most by which chance may move any share, is wider than five points.
    """
    return replies < LOW_BASE or widest(replies) > WIDEST


def widest(replies: int) -> float:
    """Give the most by which chance may move a share on so many replies: half that width."""
    low, high = wilson(replies / 2, replies)
    return (high - low) / 2


def _gap(value: float, ends: tuple[float, float], replies: int, most: float, method: str) -> Gap:
    """Judge a difference; `most` is the larger of the group's replies and those to be expected."""
    low, high = ends
    if most < LOW_BASE:
        verdict = Verdict.TOO_FEW
    elif low > 0:
        verdict = Verdict.OVER
    else:
        verdict = Verdict.UNDER if high < 0 else Verdict.CHANCE
    difference = Estimate(
        value=value, low=low, high=high, n=replies, n_effective=float(replies), method=method
    )
    return Gap(difference=difference, verdict=verdict)
