"""How far two shares lie apart, what chance makes of it, and how many answers would tell.

`first` of `n` and `second` of `m` are how many count among how many answers; with weights the
effective sample size stands for the base, and that size times the weighted share for the count.
A difference is always the second share less the first. The two must have no answer in common.
"""

from collections.abc import Iterator
from importlib import import_module
from math import erfc, sqrt
from statistics import NormalDist

from heard.core.statistics.proportions import wilson

LEAST_EXPECTED = 5  # in each of the four fields, for the test by the normal distribution


def z_of_difference(first: float, n: float, second: float, m: float) -> float:
    """Return how many standard errors the share `second` of `m` lies above `first` of `n`.

    The standard error is the pooled one of two independent proportions; where nobody or everybody
    counts, the shares are alike and it is 0. Raises ValueError for a count outside its base.
    """
    if not (n > 0 and m > 0 and 0 <= first <= n and 0 <= second <= m):
        raise ValueError("each share needs 0 <= count <= base and a base above 0")
    pooled = (first + second) / (n + m)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return (second / m - first / n) / error if error else 0.0


def p_of_difference(first: float, n: float, second: float, m: float) -> float:
    """Return how seldom chance alone puts two shares so far apart, on either side.

    The pooled test of two proportions; where a field of the table would hold fewer than five by
    chance, Fisher's exact test instead, on effective counts rounded to whole ones. ValueError as
    `z_of_difference`.
    """
    z = z_of_difference(first, n, second, m)
    if min(_expected(first, n, second, m)) >= LEAST_EXPECTED:
        return erfc(abs(z) / sqrt(2))
    table = [[round(first), round(n - first)], [round(second), round(m - second)]]
    # Only here: its import takes a while, which most commands need not wait for.
    return float(import_module("scipy.stats").fisher_exact(table).pvalue)


def newcombe(
    first: float, n: float, second: float, m: float, confidence: float = 0.95
) -> tuple[float, float]:
    """Return Newcombe's hybrid score interval for the difference, both ends between -1 and 1.

    Raises ValueError as `wilson` does.

    Source: R. G. Newcombe, "Interval estimation for the difference between independent
    proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), method 10.
    """
    p, q = first / n, second / m
    p_low, p_high = wilson(first, n, confidence)
    q_low, q_high = wilson(second, m, confidence)
    below = sqrt((q - q_low) ** 2 + (p_high - p) ** 2)
    above = sqrt((q_high - q) ** 2 + (p - p_low) ** 2)
    return q - p - below, q - p + above


def answers_needed(
    p: float, q: float, *, ratio: float = 1.0, power: float = 0.5, confidence: float = 0.95
) -> float:
    """Return how many answers the share `p` needs for its difference from `q` to be told.

    `q` has `ratio` times as many. With that many the pooled test finds a true difference of this
    size as often as `power` says; a power of one half is where the difference itself, as it was
    observed, just reaches the level. Raises ValueError for shares that are alike.

    Source: J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for Rates and Proportions
    (3rd edition, 2003), chapter 4, without the correction for continuity.
    """
    if p == q:
        raise ValueError("no number of answers tells shares apart that are alike")
    z, beyond = NormalDist().inv_cdf((1 + confidence) / 2), NormalDist().inv_cdf(power)
    pooled = (p + ratio * q) / (1 + ratio)
    under_chance = z * sqrt(pooled * (1 - pooled) * (1 + 1 / ratio))
    in_truth = beyond * sqrt(p * (1 - p) + q * (1 - q) / ratio)
    return ((under_chance + in_truth) / (q - p)) ** 2


def critical(confidence: float = 0.95) -> float:
    """Return how many standard errors chance alone exceeds, on either side, that seldom."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def _expected(first: float, n: float, second: float, m: float) -> Iterator[float]:
    """Give what each field of the table holds where both shares are alike."""
    for base in (n, m):
        for count in (first + second, n + m - first - second):
            yield base * count / (n + m)
