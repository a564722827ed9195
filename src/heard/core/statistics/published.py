"""What may be said of two figures that others published, each with its 95 % interval or none."""

from dataclasses import dataclass
from math import erfc, sqrt

from heard.core.statistics.quantiles import normal
from heard.core.statistics.verdicts import LEVEL, Finding, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A share from 0 to 1 as it was published; `low` and `high` are both there, or neither is."""

    value: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has two ends")
        if self.low is not None and self.high is not None:
            if not self.low <= self.value <= self.high:
                raise ValueError("a figure lies within its interval")
            if self.low == self.high:
                raise ValueError("an interval has a width")

    @property
    def error(self) -> float | None:
        """The standard error that its interval stands for; None without one."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2 / normal(0.95)


def verdict(figure: Published, against: Published) -> Verdict | None:
    """Judge how one differs from the other; None where either was published without an interval.

    Both are taken to be of samples that have nobody in common, their errors to be normal and their
    intervals those of 95 %. The design effect is in them, if the publisher's intervals have it.
    """
    one, other = figure.error, against.error
    if one is None or other is None:
        return None
    difference, error = figure.value - against.value, sqrt(one**2 + other**2)
    p = erfc(abs(difference) / error / sqrt(2))
    away = normal(0.95) * error
    return Verdict(
        finding=Finding.REAL if p <= LEVEL else Finding.CHANCE,
        difference=difference,
        low=difference - away,
        high=difference + away,
        p=p,
        p_adjusted=p,
        method="Normal, from published 95% intervals",
    )
