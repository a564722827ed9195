"""How two shares differ among what is alike: cohort by cohort, put together.

Two groups of people seldom have the same make-up. Held against each other within each cohort, and
only there, what differs between the cohorts is not taken for a difference of the two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

from heard.core.statistics.differences import critical
from heard.core.statistics.verdicts import LEVEL, TOO_SMALL, Finding, Verdict

METHOD = "Mantel-Haenszel 95%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What is alike: how many count of how many before, and of how many after."""

    before: int
    n_before: int
    after: int
    n_after: int

    def __post_init__(self) -> None:
        if not (0 <= self.before <= self.n_before and 0 <= self.after <= self.n_after):
            raise ValueError("each share needs 0 <= count <= base")

    @property
    def is_held(self) -> bool:
        """Tell whether somebody answered both before and after."""
        return self.n_before > 0 and self.n_after > 0


def difference(cohorts: Iterable[Cohort]) -> tuple[float, float]:
    """Return the share after less that before within cohorts, and its standard error.

    A cohort with nobody on one side says nothing and is left out; ValueError where none is left.
    The error holds both where cohorts are few and large, and where they are many and small.

    Sources: S. Greenland and J. M. Robins, "Estimation of a common effect parameter from sparse
    follow-up data", Biometrics 41 (1985), for the difference; T. Sato, "On the variance estimator
    for the Mantel-Haenszel risk difference", Biometrics 45 (1989), for its error.
    """
    held = _held(cohorts)
    weight = sum(c.n_after * c.n_before / (c.n_after + c.n_before) for c in held)
    value = (
        sum((c.after * c.n_before - c.before * c.n_after) / (c.n_after + c.n_before) for c in held)
        / weight
    )
    p = sum(
        (
            c.n_after**2 * c.before
            - c.n_before**2 * c.after
            + c.n_after * c.n_before * (c.n_before - c.n_after) / 2
        )
        / (c.n_after + c.n_before) ** 2
        for c in held
    )
    q = sum(
        (c.after * (c.n_before - c.before) + c.before * (c.n_after - c.after))
        / (2 * (c.n_after + c.n_before))
        for c in held
    )
    return value, sqrt(max(value * p + q, 0.0)) / weight


def p_of_cohorts(cohorts: Iterable[Cohort]) -> float:
    """Return how seldom chance alone puts the two so far apart within cohorts, on either side.

    The test of Cochran, Mantel and Haenszel without the correction for continuity; 1 where
    everybody, or nobody, counts in each cohort. ValueError as `difference`.

    Source: A. Agresti, Categorical Data Analysis (3rd edition, 2013), section 6.4.
    """
    apart, variance = 0.0, 0.0
    for c in _held(cohorts):
        n, counted = c.n_after + c.n_before, c.after + c.before
        apart += c.after - c.n_after * counted / n
        variance += c.n_after * c.n_before * counted * (n - counted) / (n**2 * (n - 1))
    return erfc(abs(apart) / sqrt(2 * variance)) if variance else 1.0


def verdict_of_cohorts(cohorts: Sequence[Cohort], *, minimum_base: int) -> Verdict:
    """Judge what lies between the two within cohorts.

    Too small to say where fewer answered than the minimum base, before or after, in the cohorts in
    which both are. The interval is by the normal distribution.
    """
    held = [cohort for cohort in cohorts if cohort.is_held]
    fewest = min(sum(c.n_before for c in held), sum(c.n_after for c in held))
    if fewest < max(minimum_base, 1):
        return TOO_SMALL
    value, error = difference(held)
    p = p_of_cohorts(held)
    return Verdict(
        finding=Finding.REAL if p <= LEVEL else Finding.CHANCE,
        difference=value,
        low=max(value - critical() * error, -1.0),
        high=min(value + critical() * error, 1.0),
        p=p,
        p_adjusted=p,
        method=METHOD,
    )


def _held(cohorts: Iterable[Cohort]) -> list[Cohort]:
    held = [cohort for cohort in cohorts if cohort.is_held]
    if not held:
        raise ValueError("in no cohort did somebody answer both before and after")
    return held
