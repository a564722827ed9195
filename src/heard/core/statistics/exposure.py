"""How often something comes about for what it had to come from, so that few and many are fair.

Who meets more people is thanked more often. A rate by exposure takes that away, and its interval
says how little a few cases tell.
"""

from dataclasses import dataclass
from importlib import import_module
from math import inf

PER = 100.0
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many cases in an exposure, as a rate `per` so much of it, with its exact interval."""

    cases: int
    exposure: int
    value: float
    low: float
    high: float
    per: float = PER
    method: str = "Garwood 95%"


def rate(cases: int, exposure: int, *, per: float = PER) -> Rate:
    """Return the rate of cases by exposure with its exact Poisson interval. ValueError.

    Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936).
    """
    if cases < 0 or exposure < 1:
        raise ValueError("a rate needs an exposure of one at least, and no fewer cases than none")
    # Only here: its import takes a while, which most commands need not wait for.
    chi2 = import_module("scipy.stats").chi2
    tail = (1 - CONFIDENCE) / 2
    low = float(chi2.ppf(tail, 2 * cases)) / 2 if cases else 0.0
    high = float(chi2.isf(tail, 2 * (cases + 1))) / 2
    return Rate(
        cases=cases,
        exposure=exposure,
        value=per * cases / exposure,
        low=per * low / exposure,
        high=per * high / exposure,
        per=per,
    )


def p_of_excess(cases: int, exposure: int, *, others: int, elsewhere: int) -> float:
    """Return how seldom chance alone gives so many cases or more, if all have the same rate.

    Given all cases, those of one are binomial with its share of the exposure. 1 where there is no
    case at all. ValueError as for `rate`.

    Source: J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from
    Poisson series", Biometrika 31 (1940).
    """
    if min(cases, others, elsewhere) < 0 or exposure < 1:
        raise ValueError("a rate needs an exposure of one at least, and no fewer cases than none")
    if not cases:
        return 1.0
    share = exposure / (exposure + elsewhere)
    tail = import_module("scipy.stats").binom.sf(cases - 1, cases + others, share)
    return float(tail)


def p_of_burst(seconds: list[float], *, within: float) -> tuple[int, float]:
    """Return the most that came within so many seconds, and how seldom chance alone does that.

    Chance is that each came at any moment from the first to the last. The probability is bounded
    from above: that of each of them to begin such a burst, added up (Bonferroni). 1 for fewer than
    three, or where all came within that time: there is nothing to hold it against. ValueError for
    no time at all.

    Source: J. Naus, "Approximations for distributions of scan statistics", Journal of the American
    Statistical Association 77 (1982), for the problem; C. E. Bonferroni (1936) for the bound.
    """
    if within <= 0:
        raise ValueError("a burst lasts longer than no time")
    at = sorted(seconds)
    least = 3
    length = at[-1] - at[0] if at else -inf
    most, first = 0, 0
    for last, moment in enumerate(at):
        while moment - at[first] > within:
            first += 1
        most = max(most, last - first + 1)
    if len(at) < least or length <= within:
        return most, 1.0
    tail = import_module("scipy.stats").binom.sf(most - 2, len(at) - 1, within / length)
    return most, min(1.0, len(at) * float(tail))
