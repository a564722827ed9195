"""Weights from how people were drawn and from who of them answered, and what they cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, sqrt

import numpy as np
from numpy.typing import ArrayLike

from heard.core.statistics.categories import Floats, Level, Missing, among, coded
from heard.core.statistics.designs import Labels, checked
from heard.core.statistics.margins import FEWEST, Joined, Margin, WrongMargin, joining

_HALVINGS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Between which parts of their mean weights are kept."""

    low: float = 0.3
    high: float = 3.0

    def __post_init__(self) -> None:
        if not 0 < self.low < 1 < self.high:
            raise ValueError(f"limits lie on either side of 1: {self.low:g} and {self.high:g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """What stands beside every weighted figure.

    `n_effective` is what `n` answers are worth by how much their weights differ (Kish), and
    `design_effect` how many times more that takes. `smallest` and `largest` are weights as parts
    of their mean; `trimmed` is the share of answers whose weight was kept at a limit.
    """

    n: int
    n_effective: float
    design_effect: float
    smallest: float
    largest: float
    trimmed: float


def diagnose(weights: ArrayLike, *, trimmed: float = 0.0) -> Diagnostics:
    """Say what weights cost. ValueError where one is not above 0.

    Source: L. Kish, "Survey Sampling" (1965).
    """
    given = checked(weights)
    mean = float(given.mean())
    return diagnosis(
        n=len(given),
        w=float(given.sum()),
        ww=float(given @ given),
        ends=(float(given.min()) / mean, float(given.max()) / mean),
        trimmed=trimmed,
    )


def diagnosis(
    *, n: int, w: float, ww: float, ends: tuple[float, float], trimmed: float = 0.0
) -> Diagnostics:
    """Say the same from the sums of weights and of their squares; `ends` are parts of the mean."""
    worth = min(w**2 / ww, float(n))  # it is n at most, but for rounding
    return Diagnostics(
        n=n,
        n_effective=worth,
        design_effect=n / worth,
        smallest=ends[0],
        largest=ends[1],
        trimmed=trimmed,
    )


def design_weights(chances: ArrayLike) -> Floats:
    """Return for each answer how many it stands for: one over the chance of having been drawn.

    ValueError names the first chance that is unknown, 0 or less, or more than 1. Source: D. G.
    Horvitz and D. J. Thompson, "A generalization of sampling without replacement from a finite
    universe", Journal of the American Statistical Association 47 (1952).
    """
    given = np.asarray(chances, dtype=np.float64)
    wrong = np.flatnonzero(~((given > 0) & (given <= 1)))
    if len(wrong):
        raise ValueError(
            f"chance {wrong[0] + 1:,} is {given[wrong[0]]}: it lies above 0 and is 1 at most"
        )
    weights: Floats = 1 / given
    return weights


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adjusted:
    """Weights after those who answered stand for those who did not, and the classes joined."""

    weights: Floats
    joined: tuple[Joined, ...]

    @property
    def log(self) -> list[str]:
        return [step.words for step in self.joined]


def for_nonresponse(
    weights: ArrayLike, classes: Labels, eligible: Mapping[Level, float], *, fewest: int = FEWEST
) -> Adjusted:
    """Let those who answered stand for all who could be asked, class by class.

    `eligible` is the frame: how many could be asked in each class, in the order of the classes,
    weighted where only some of them were drawn. Classes with fewer answers than `fewest` are
    joined. A class that the frame does not know is Missing, one with nobody in it a WrongMargin.

    Source: G. Kalton and I. Flores-Cervantes, "Weighting methods", Journal of Official Statistics
    19 (2003).
    """
    before = checked(weights)
    of = among("class", coded("class", classes), tuple(eligible))
    if len(of) != len(before):
        raise ValueError(f"{len(before):,} weights and {len(of):,} classes")
    counts = np.bincount(of.codes, minlength=len(eligible)).tolist()
    sums = np.bincount(of.codes, weights=before, minlength=len(eligible)).tolist()
    answered = dict(zip(eligible, zip(counts, sums, strict=True), strict=True))
    factors, joined = nonresponse_factors(answered, eligible, fewest=fewest)
    by_code = np.array([factors[level] for level in eligible])
    return Adjusted(weights=before * by_code[of.codes], joined=joined)


def nonresponse_factors(
    answered: Mapping[Level, tuple[int, float]],
    eligible: Mapping[Level, float],
    *,
    fewest: int = FEWEST,
    name: str = "class",
) -> tuple[dict[Level, float], tuple[Joined, ...]]:
    """Return by class what `for_nonresponse` multiplies weights by, and the classes joined.

    `answered` has by class how many did and the sum of their weights.
    """
    frame = Margin(name=name, targets=eligible)
    for level in answered:
        if level not in eligible:
            raise Missing(f"{name}: {level!r} is not in the frame: {', '.join(map(str, eligible))}")
    n, w = zip(*(answered.get(level, (0, 0.0)) for level in eligible), strict=True)
    groups, joined = joining(frame, n, fewest=fewest)
    known, factors = [*eligible], dict[Level, float]()
    for group, places in groups.items():
        if not (sum_ := fsum(w[at] for at in places)):
            raise WrongMargin(f"{name}: nobody of {group!r} answered: join it to another")
        factor = fsum(eligible[known[at]] for at in places) / sum_
        factors |= {known[at]: factor for at in places}
    return factors, tuple(joined)


def trim(weights: ArrayLike, limits: Limits = Limits()) -> tuple[Floats, float]:
    """Keep weights within limits of their mean, and give them with the share that lies at one.

    What is cut off is spread over all others in proportion, so that the sum stays.
    """
    free = checked(weights)
    total, mean = float(free.sum()), float(free.mean())
    low, high = limits.low * mean, limits.high * mean
    if low < free.min() and free.max() < high:
        return free, 0.0
    # What all are scaled by before they are cut lies between these: at one all are at the lower
    # limit, at the other all at the upper one.
    least, most = low / float(free.max()), high / float(free.min())
    for _ in range(_HALVINGS):
        middle = sqrt(least * most)
        if np.clip(free * middle, low, high).sum() < total:
            least = middle
        else:
            most = middle
    found = np.clip(free * most, low, high)
    return found, float(np.mean((found <= low) | (found >= high)))
