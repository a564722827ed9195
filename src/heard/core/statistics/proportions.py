"""Shares of people with Wilson's or the exact interval, and the base below which none is shown."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from math import sqrt
from types import MappingProxyType

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.quantiles import beta, normal


class Method(StrEnum):
    """How the interval of a share is made; its name stands beside the figure."""

    WILSON = "Wilson"
    CLOPPER_PEARSON = "Clopper-Pearson"


def wilson(successes: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval for a proportion, both ends between 0 and 1.

    `n` may be an effective sample size, `successes` then that size times the weighted share.
    Raises ValueError where `n` is not positive, `successes` lies outside 0 to `n`, or
    `confidence` outside 0 to 1, ends excluded.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927); recommended over the textbook
    interval by Brown, Cai and DasGupta, "Interval estimation for a binomial proportion",
    Statistical Science 16 (2001).
    """
    _require(successes, n)
    z = normal(confidence)
    return _lower(successes, n, z), 1 - _lower(n - successes, n, z)


def clopper_pearson(successes: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval for a proportion: it covers at least as often as it says.

    Hence it is wider than Wilson's. Raises ValueError as `wilson` does.

    Source: C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated
    in the case of the binomial", Biometrika 26 (1934); by quantiles of the beta distribution.
    """
    _require(successes, n)
    normal(confidence)  # refuses what is no confidence
    outside = (1 - confidence) / 2
    failures = n - successes
    low = beta(outside, successes, failures + 1)
    return low, beta(1 - outside, successes + 1, failures)


INTERVALS: Mapping[Method, Callable[[float, float, float], tuple[float, float]]] = MappingProxyType(
    {Method.WILSON: wilson, Method.CLOPPER_PEARSON: clopper_pearson}
)


def share(
    successes: int,
    n: int,
    *,
    minimum_base: int,
    confidence: float = 0.95,
    by: Method = Method.WILSON,
) -> Estimate:
    """Return the share of `n` answers that are successes, hidden below the minimum base.

    Raises ValueError where `minimum_base` is less than one, or as `wilson` does.
    """
    if minimum_base < 1:
        raise ValueError("a minimum base is at least one answer")
    method = f"{by} {100 * confidence:g}%"
    if n < minimum_base:
        reason = f"fewer than {minimum_base} answers" if n else "no answers"
        return Estimate(
            value=None, low=None, high=None, n=n, n_effective=float(n), method=method, hidden=reason
        )
    low, high = INTERVALS[by](successes, n, confidence)
    return Estimate(
        value=successes / n, low=low, high=high, n=n, n_effective=float(n), method=method
    )


def _require(successes: float, n: float) -> None:
    if not (n > 0 and 0 <= successes <= n):
        raise ValueError("a proportion needs 0 <= successes <= n and n > 0")


def _lower(successes: float, n: float, z: float) -> float:
    # Multiplied by its conjugate, the lower root loses no digits to subtraction and is exactly
    # 0 at 0; the upper root follows by symmetry and is exactly 1 at 1.
    p = successes / n
    root = z * sqrt(z * z + 4 * successes * (1 - p))
    return 2 * successes * p / (2 * successes + z * z + root)
