"""What the way of asking does to a figure, measured by asking in two ways at once by lot.

Whoever both ways reach is asked by one of them, drawn by chance. What lies between the two arms is
the step from the old way to the new one: that other people answer, and that they answer otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import erfc, sqrt

from heard.core.statistics.differences import critical
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share, wilson
from heard.core.statistics.verdicts import LEVEL, TOO_SMALL, Finding, Needed, Verdict, verdict

METHOD = "MOVER 95%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """How many count of how many answers whose people had this chance of being asked so."""

    n: int
    counted: int
    probability: float

    def __post_init__(self) -> None:
        if not (0 <= self.counted <= self.n and 0 < self.probability <= 1):
            raise ValueError("a count lies within its base, and a chance above 0, at most 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What lies between two series, what of it is the step, and what may be said of the rest.

    `change` and `step` are new less old; `left` is the change less the step. Where one of the two
    is too small to say, so is what is left.
    """

    change: Verdict
    step: Verdict
    left: Verdict


def arm(drawn: Iterable[Drawn], *, minimum_base: int) -> Estimate:
    """Give the share of one arm, each answer weighted by one over its chance.

    Hidden below the minimum base of answers. The interval is Wilson's on what they are worth.

    Source: L. Kish, Survey Sampling (1965), section 11.7, for what weighted answers are worth.
    """
    groups = [one for one in drawn if one.n]
    n = sum(one.n for one in groups)
    plain = share(sum(one.counted for one in groups), n, minimum_base=minimum_base)
    if not plain.shown or len({one.probability for one in groups}) == 1:
        return plain
    weights = sum(one.n / one.probability for one in groups)
    value = min(sum(one.counted / one.probability for one in groups) / weights, 1.0)
    worth = weights**2 / sum(one.n / one.probability**2 for one in groups)
    low, high = wilson(value * worth, worth)
    return Estimate(
        value=value,
        low=low,
        high=high,
        n=n,
        n_effective=worth,
        method=f"{plain.method}, weighted",
    )


def step(new: Estimate, old: Estimate, *, minimum_base: int) -> Verdict:
    """Give the step from the old way of asking to the new one, as a difference of two shares."""
    return verdict(new, old, minimum_base=minimum_base) or TOO_SMALL


def turned(measured: Verdict) -> Verdict:
    """Give the step the other way round: from what was the new way to what was the old one."""
    numbers = _numbers(measured)
    if numbers is None:
        return measured
    value, low, high = numbers
    needed = [
        one and Needed(figure=one.against, against=one.figure)
        for one in (measured.needed, measured.needed_for_power)
    ]
    return replace(
        measured,
        difference=-value,
        low=-high,
        high=-low,
        needed=needed[0],
        needed_for_power=needed[1],
    )


def explained(new: Estimate, old: Estimate, measured: Verdict, *, minimum_base: int) -> Explained:
    """Say how much of what lies between two series is the step between two ways of asking.

    The series and the arms are taken to have no answer in common. Where the old arm is a part of
    the old series its answers count on both sides of what is left, whose interval is then wider
    than need be, and never narrower.

    Source: G. Y. Zou and A. Donner, "Construction of confidence limits about effect measures: a
    general approach", Statistics in Medicine 27 (2008), for the interval of a difference of two
    differences from their own intervals.
    """
    change = verdict(new, old, minimum_base=minimum_base) or TOO_SMALL
    return Explained(change=change, step=measured, left=_left(change, measured))


def _left(change: Verdict, measured: Verdict) -> Verdict:
    c, s = _numbers(change), _numbers(measured)
    if c is None or s is None:
        return TOO_SMALL
    value = c[0] - s[0]
    below = sqrt((c[0] - c[1]) ** 2 + (s[2] - s[0]) ** 2)
    above = sqrt((c[2] - c[0]) ** 2 + (s[0] - s[1]) ** 2)
    # On the side of nothing, since that is what it is tested against.
    error = (below if value > 0 else above) / critical()
    p = erfc(abs(value) / error / sqrt(2)) if error else float(value == 0)
    return Verdict(
        finding=Finding.REAL if p <= LEVEL else Finding.CHANCE,
        difference=value,
        low=max(value - below, -1.0),
        high=min(value + above, 1.0),
        p=p,
        p_adjusted=p,
        method=METHOD,
    )


def _numbers(found: Verdict) -> tuple[float, float, float] | None:
    if found.difference is None or found.low is None or found.high is None:
        return None
    return found.difference, found.low, found.high
