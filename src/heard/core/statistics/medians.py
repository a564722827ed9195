"""The median of a sample with an interval that needs no shape of the distribution."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from heard.core.statistics.quantiles import normal


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """The middle of `n` values, in their unit, with the ends of its interval at 95 %."""

    value: float
    low: float
    high: float
    n: int


def median(values: Sequence[float], *, minimum_base: int) -> Median | None:
    """Give the median between two order statistics; None for fewer values than the base.

    The ranks are those of the binomial distribution, by its normal approximation. ValueError for
    a minimum base below one.

    Source: W. J. Conover, *Practical Nonparametric Statistics* (3rd edition, 1999), chapter 3.2.
    """
    if minimum_base < 1:
        raise ValueError("a minimum base is at least one")
    n = len(values)
    if n < minimum_base:
        return None
    ranked = sorted(values)
    half = normal(0.95) * sqrt(n) / 2
    low, high = max(floor(n / 2 - half), 1), min(ceil(1 + n / 2 + half), n)
    middle = (ranked[(n - 1) // 2] + ranked[n // 2]) / 2
    return Median(value=middle, low=ranked[low - 1], high=ranked[high - 1], n=n)
