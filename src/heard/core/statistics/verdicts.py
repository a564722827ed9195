"""What may be said of every change and every gap: it is real, chance could make it, or too little.

No difference is shown without its verdict. A segment is compared with all others together, not
with the whole, which holds it; all comparisons of a page are judged together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from importlib import import_module
from math import ceil

from heard.core.statistics.differences import answers_needed, newcombe, p_of_difference
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.few import BESIDE_FEW
from heard.core.statistics.proportions import share, wilson

LEVEL = 0.05  # how often chance alone may be called real, two-sided
POWER = 0.8


class Finding(StrEnum):
    """What the verdict is, in a word of the figures' interface."""

    REAL = "real"
    CHANCE = "not_distinguishable"
    TOO_SMALL = "too_small_to_say"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """How many answers each side would need, in the proportion in which they came."""

    figure: int
    against: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A difference, figure less what it is held against, with what may be said of it.

    `low` and `high` are the ends of its interval at 95 %, for this difference by itself. `p` is
    of this difference alone, `p_adjusted` among the `among` that are judged together, and the
    finding goes by that. `needed` is for the difference, if it stays as it is, to reach 5 % by
    itself; `needed_for_power` for a true one of this size to be found four times in five. Neither
    is there for a difference of none, and what is too small to say carries no number at all.
    """

    finding: Finding
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    p_adjusted: float | None = None
    among: int = 1
    needed: Needed | None = None
    needed_for_power: Needed | None = None
    method: str = "Newcombe 95%"

    def __post_init__(self) -> None:
        numbers = (self.difference, self.low, self.high, self.p, self.p_adjusted)
        if self.finding is Finding.TOO_SMALL:
            if (*numbers, self.needed, self.needed_for_power) != (None,) * 7:
                raise ValueError("a verdict of too small to say carries no number")
        elif None in numbers:
            raise ValueError("a verdict carries its difference, its interval and its p-values")


TOO_SMALL = Verdict(finding=Finding.TOO_SMALL)


def verdict(figure: Estimate, against: Estimate, *, minimum_base: int) -> Verdict | None:
    """Judge how a share differs from another that has no answer in common with it.

    It is too small to say where either stands on fewer answers than the minimum base, counted or
    effective. A figure that is held back enters no comparison: there is no verdict, None.
    """
    if any(one.is_held or one.hidden == BESIDE_FEW for one in (figure, against)):
        return None
    one, other = figure.value, against.value
    if one is None or other is None:
        return TOO_SMALL
    n, m = figure.n_effective, against.n_effective
    if min(figure.n, against.n, n, m) < minimum_base:
        return TOO_SMALL
    counts = (other * m, m, one * n, n)
    low, high = newcombe(*counts)
    p = p_of_difference(*counts)
    return Verdict(
        finding=Finding.REAL if p <= LEVEL else Finding.CHANCE,
        difference=one - other,
        low=low,
        high=high,
        p=p,
        p_adjusted=p,
        needed=_needed(figure, against, power=0.5),
        needed_for_power=_needed(figure, against, power=POWER),
    )


def together(verdicts: Sequence[Verdict | None]) -> list[Verdict | None]:
    """Judge all comparisons of a page anew, so that chance alone adds few to what is called real.

    Of those called real at most one in twenty is expected to be chance. What is too small, or held
    back, is no comparison and does not count among them.

    Source: Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate: a practical and
    powerful approach to multiple testing", Journal of the Royal Statistical Society B 57 (1995).
    """
    found = [one.p for one in verdicts if one and one.p is not None]
    adjusted = iter(adjusted_together(found))
    return [
        one if one is None or one.p is None else _judged(one, next(adjusted), among=len(found))
        for one in verdicts
    ]


def adjusted_together(p: Sequence[float]) -> list[float]:
    """Adjust p-values for being looked at together, as `together` does."""
    if not p:
        return []
    # Only here: its import takes a while, which most commands need not wait for.
    adjusted: list[float] = import_module("scipy.stats").false_discovery_control(p).tolist()
    return adjusted


def rest(whole: Estimate, part: Estimate, *, minimum_base: int) -> Estimate | None:
    """Give the share of all who are in the whole but not in a part of it; hidden if they are few.

    None where either is not shown, since what is left would tell. With weights, bases stand for
    the sums of the weights, and the rest is taken to have the design effect of the whole.
    ValueError for a part that the whole does not hold.
    """
    if whole.value is None or part.value is None:
        return None
    n, counted = whole.n - part.n, whole.value * whole.n - part.value * part.n
    if n < 0 or round(counted, 6) < 0 or round(counted, 6) > n:
        raise ValueError("a part has no more answers than the whole")
    plain = share(round(counted), n, minimum_base=minimum_base)
    if not plain.shown or (whole.n_effective == whole.n and part.n_effective == part.n):
        return plain
    value, effective = min(max(counted / n, 0.0), 1.0), n * whole.n_effective / whole.n
    low, high = wilson(value * effective, effective)
    return replace(plain, value=value, low=low, high=high, n_effective=effective)


def _judged(one: Verdict, p: float, *, among: int) -> Verdict:
    finding = Finding.REAL if p <= LEVEL else Finding.CHANCE
    return replace(one, finding=finding, p_adjusted=p, among=among)


def _needed(figure: Estimate, against: Estimate, *, power: float) -> Needed | None:
    """Give the answers that each side needs; with weights more than the effective ones."""
    if figure.value is None or against.value is None or figure.value == against.value:
        return None
    ratio = against.n_effective / figure.n_effective
    n = answers_needed(figure.value, against.value, ratio=ratio, power=power)
    return Needed(
        figure=ceil(n * figure.n / figure.n_effective),
        against=ceil(n * ratio * against.n / against.n_effective),
    )
