"""How far the make-up of those who answered lies from that of those asked, and of the population.

The two are told apart: the one is who did not answer, the other also who is never asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import erfc, sqrt

from heard.core.statistics.differences import p_of_difference
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import wilson
from heard.core.statistics.verdicts import LEVEL, adjusted_together

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
    """The share among those who answered less another share, with what may be said of it.

    The verdict goes by `p_adjusted`, that is by `p` among all that were judged together.
    """

    difference: Estimate
    verdict: Verdict
    p: float
    p_adjusted: float


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
        return _gap(0.0, (0.0, 0.0), 1.0, replies, max(replied, expected), method)
    p, q = replied / replies, rest / silent
    (p_low, p_high), (q_low, q_high) = wilson(replied, replies), wilson(rest, silent)
    low = p - q - sqrt((p - p_low) ** 2 + (q_high - q) ** 2)
    high = p - q + sqrt((p_high - p) ** 2 + (q - q_low) ** 2)
    part = silent / asked
    ends = part * low, part * high
    chance = p_of_difference(rest, silent, replied, replies)
    return _gap(part * (p - q), ends, chance, replies, max(replied, expected), method)


def from_population(*, replied: int, replies: int, population: float) -> Gap:
    """Compare the share of a group among the replies with its share of the population.

    That is taken for exact, so the interval is Wilson's of the replies, and the test the one that
    it comes from: by the standard error that the population has. ValueError for a share
    outside 0 to 1, or as `wilson` does.
    """
    if not 0 <= population <= 1:
        raise ValueError("a share of the population lies from 0 to 1")
    low, high = wilson(replied, replies)
    ends = low - population, high - population
    most = max(replied, replies * population)
    difference, error = (
        replied / replies - population,
        sqrt(population * (1 - population) / replies),
    )
    chance = erfc(abs(difference) / error / sqrt(2)) if error else float(difference == 0)
    return _gap(difference, ends, chance, replies, most, "Wilson 95%")


def together(gaps: Sequence[Gap | None]) -> list[Gap | None]:
    """Judge all gaps of a page anew, as `verdicts.together` does; those of too few are none."""
    judged = [gap.p for gap in gaps if gap and gap.verdict is not Verdict.TOO_FEW]
    adjusted = iter(adjusted_together(judged))
    return [
        gap
        if gap is None or gap.verdict is Verdict.TOO_FEW
        else replace(gap, p_adjusted=(p := next(adjusted)), verdict=_verdict(gap.difference, p))
        for gap in gaps
    ]


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


def _gap(
    value: float, ends: tuple[float, float], p: float, replies: int, most: float, method: str
) -> Gap:
    """Judge a difference; `most` is the larger of the group's replies and those to be expected."""
    low, high = ends
    difference = Estimate(
        value=value, low=low, high=high, n=replies, n_effective=float(replies), method=method
    )
    verdict = Verdict.TOO_FEW if most < LOW_BASE else _verdict(difference, p)
    return Gap(difference=difference, verdict=verdict, p=p, p_adjusted=p)


def _verdict(difference: Estimate, p: float) -> Verdict:
    if p > LEVEL or not difference.value:
        return Verdict.CHANCE
    return Verdict.OVER if difference.value > 0 else Verdict.UNDER
