"""Means, medians and net scores of numbers that people gave, from how many gave each."""

from collections.abc import Mapping
from dataclasses import replace
from math import fsum, sqrt

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.quantiles import normal, student

SMALLEST = 6  # on fewer numbers no two of them hold the median with 95 %


def mean(counts: Mapping[float, int], *, minimum_base: int, confidence: float = 0.95) -> Estimate:
    """Return the mean of numbers with Student's interval, hidden on a base that is too small.

    `counts` says how many people gave each number. The interval takes the numbers for a simple
    random sample and their mean for nearly normal, which few and skewed numbers are not.
    """
    n, method = sum(counts.values()), f"Student {100 * confidence:g}%"
    if hidden := _hidden(n, minimum_base, method):
        return hidden
    value = fsum(number * count for number, count in counts.items()) / n
    squares = fsum(count * (number - value) ** 2 for number, count in counts.items())
    away = student(n - 1, confidence) * sqrt(squares / (n - 1) / n)
    return Estimate(
        value=value, low=value - away, high=value + away, n=n, n_effective=float(n), method=method
    )


def median(counts: Mapping[float, int], *, minimum_base: int, confidence: float = 0.95) -> Estimate:
    """Return the median of numbers, between two of them in their order, or hidden.

    The ends are the numbers at the ranks n/2 - z√n/2 and 1 + n/2 + z√n/2, rounded. Source: M. J.
    Campbell and M. J. Gardner, "Calculating confidence intervals for some non-parametric
    analyses", British Medical Journal 296 (1988).
    """
    n, method = sum(counts.values()), f"Order statistics {100 * confidence:g}%"
    if hidden := _hidden(n, minimum_base, method):
        return hidden
    away = normal(confidence) * sqrt(n) / 2
    low, high = max(1, round(n / 2 - away)), min(n, round(1 + n / 2 + away))
    middle = (_at(counts, (n + 1) // 2) + _at(counts, n // 2 + 1)) / 2
    return Estimate(
        value=middle,
        low=_at(counts, low),
        high=_at(counts, high),
        n=n,
        n_effective=float(n),
        method=method,
    )


def net_score(
    above: int, below: int, n: int, *, minimum_base: int, confidence: float = 0.95
) -> Estimate:
    """Return the share above less the share below, from -1 to 1, with Student's interval.

    It is the mean of 1 for each that counts above, -1 for each below and 0 for the rest; of
    "would recommend" on 0 to 10, those who said 9 or 10 and those who said 6 or less. Raises
    ValueError where more are counted than answered.
    """
    if above < 0 or below < 0 or above + below > n:
        raise ValueError("above and below are parts of those who answered, and nobody is in both")
    counts = {1.0: above, 0.0: n - above - below, -1.0: below}
    found = mean(counts, minimum_base=minimum_base, confidence=confidence)
    if found.low is None or found.high is None:
        return found
    return replace(found, low=max(found.low, -1.0), high=min(found.high, 1.0))


def _hidden(n: int, minimum_base: int, method: str) -> Estimate | None:
    """Hide what stands on too few numbers; ValueError as `share` has it."""
    if minimum_base < 1:
        raise ValueError("a minimum base is at least one answer")
    fewest = max(minimum_base, SMALLEST)
    if n >= fewest:
        return None
    reason = f"fewer than {fewest} answers" if n else "no answers"
    return Estimate(
        value=None, low=None, high=None, n=n, n_effective=float(n), method=method, hidden=reason
    )


def _at(counts: Mapping[float, int], rank: int) -> float:
    """Give the number at a rank, from 1, in the order of their size."""
    ordered, passed = sorted(counts), 0
    for number in ordered[:-1]:
        passed += counts[number]
        if passed >= rank:
            return number
    return ordered[-1]
