"""Whether two shares differ by more than chance makes them."""

from math import sqrt
from statistics import NormalDist


def z_of_difference(first: int, n: int, second: int, m: int) -> float:
    """Return how many standard errors the share `second` of `m` lies above `first` of `n`.

    The standard error is the pooled one of two independent proportions; where nobody or everybody
    counts, the shares are alike and it is 0. Raises ValueError for a count outside its base.
    """
    if not (n > 0 and m > 0 and 0 <= first <= n and 0 <= second <= m):
        raise ValueError("each share needs 0 <= count <= base and a base above 0")
    pooled = (first + second) / (n + m)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return (second / m - first / n) / error if error else 0.0


def critical(confidence: float = 0.95) -> float:
    """Return how many standard errors chance alone exceeds, on either side, that seldom."""
    return NormalDist().inv_cdf((1 + confidence) / 2)
