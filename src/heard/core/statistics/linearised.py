"""Means, totals, ratios and shares of a sample with its design, by Taylor linearisation.

A figure is a smooth function of weighted totals. To the first order it moves with each answer by
that answer's influence, and its variance is that of a sum of influences, which the design gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log, sqrt
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from heard.core.statistics.categories import Floats
from heard.core.statistics.designs import Design, Mask
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.quantiles import beta, normal, student


@dataclass(frozen=True, slots=True, kw_only=True)
class Linearised:
    """A weighted figure with its standard error; `shown` makes of it what people may see.

    `n_kish` is what `n` answers are worth by how much their weights differ alone. The
    `design_effect` compares the variance with that of as many answers drawn at random and with
    replacement; None for a total or a ratio, and where that variance is 0.
    """

    value: float
    error: float
    freedom: int
    n: int
    n_kish: float
    design_effect: float | None

    @property
    def n_effective(self) -> float:
        """What the answers are worth: by the design effect where there is one, else by Kish."""
        return self.n / self.design_effect if self.design_effect else self.n_kish


def mean(design: Design, values: ArrayLike, *, domain: Mask | None = None) -> Linearised:
    """Return the weighted mean of a value in all or in a domain; of 0 and 1 it is a share."""
    inside, (y,) = _given(design, domain, values)
    w = np.where(inside, design.weights, 0.0)
    weight, n = float(w.sum()), int(inside.sum())
    value = float(w @ y) / weight
    apart = np.where(inside, y - value, 0.0)
    error = sqrt(design.variance(w * apart / weight, inside))
    return _linearised(
        design,
        inside,
        value=value,
        error=error,
        spread=float(w @ apart**2) / weight / max(n - 1, 1),
    )


def total(design: Design, values: ArrayLike, *, domain: Mask | None = None) -> Linearised:
    """Return the weighted total of a value, of a size that the weights stand for."""
    inside, (y,) = _given(design, domain, values)
    influence = np.where(inside, design.weights * y, 0.0)
    error = sqrt(design.variance(influence, inside))
    return _linearised(design, inside, value=float(influence.sum()), error=error)


def ratio(
    design: Design, above: ArrayLike, below: ArrayLike, *, domain: Mask | None = None
) -> Linearised:
    """Return the ratio of two weighted totals. ValueError where the one below is 0."""
    inside, (y, x) = _given(design, domain, above, below)
    w = np.where(inside, design.weights, 0.0)
    if not (base := float(w @ x)):
        raise ValueError("a ratio needs a total below that is not 0")
    value = float(w @ y) / base
    error = sqrt(design.variance(w * (y - value * x) / base, inside))
    return _linearised(design, inside, value=value, error=error)


def by_student(found: Linearised, confidence: float = 0.95) -> tuple[float, float]:
    """Return the figure less and plus so many standard errors, by Student's t."""
    away = student(found.freedom, confidence) * found.error
    return found.value - away, found.value + away


def by_logit(found: Linearised, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of a share on the scale of its log odds, by Student's t.

    Of nobody or everybody there are no odds: then it is the one by the beta distribution.
    """
    p = found.value
    if p in {0.0, 1.0}:
        return by_beta(found, confidence)
    away = student(found.freedom, confidence) * found.error / (p * (1 - p))
    odds = log(p / (1 - p))
    return 1 / (1 + exp(-(odds - away))), 1 / (1 + exp(-(odds + away)))


def by_beta(found: Linearised, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of a share on as many answers as give the same variance.

    These are made fewer for the degrees of freedom that a design with few units leaves. Where
    nobody or everybody counts they are those that Kish gives, as there is no variance.
    """
    p, outside = found.value, (1 - confidence) / 2
    if p in {0.0, 1.0}:
        worth = found.n_kish
    elif found.error:
        worth = p * (1 - p) / found.error**2
    else:
        return p, p
    fewer = student(max(found.n - 1, 1), confidence) / student(found.freedom, confidence)
    worth *= fewer**2
    yes, no = worth * p, worth * (1 - p)
    return beta(outside, yes, no + 1), beta(1 - outside, yes + 1, no)


class Interval(StrEnum):
    """How the interval of a weighted figure is made; shares have all three."""

    STUDENT = "Student"
    LOGIT = "Logit"
    BETA = "Beta"


INTERVALS: Mapping[Interval, Callable[[Linearised, float], tuple[float, float]]] = MappingProxyType(
    {Interval.STUDENT: by_student, Interval.LOGIT: by_logit, Interval.BETA: by_beta}
)


def shown(
    found: Linearised,
    *,
    minimum_base: int,
    by: Interval = Interval.STUDENT,
    confidence: float = 0.95,
) -> Estimate:
    """Return the figure with its interval, hidden where fewer answered than the minimum base."""
    if minimum_base < 1:
        raise ValueError("a minimum base is at least one answer")
    normal(confidence)  # refuses what is no confidence
    method = f"{by} {100 * confidence:g}%, by the design"
    hidden = f"fewer than {minimum_base} answers" if found.n < minimum_base else None
    ends = (None, None) if hidden else INTERVALS[by](found, confidence)
    return Estimate(
        value=None if hidden else found.value,
        low=ends[0],
        high=ends[1],
        n=found.n,
        # What a hidden one is worth by its design tells of its value; by its weights it does not.
        n_effective=min(found.n_kish if hidden else found.n_effective, float(found.n)),
        method=method,
        hidden=hidden,
    )


def _given(
    design: Design, domain: Mask | None, *values: ArrayLike
) -> tuple[Mask, tuple[Floats, ...]]:
    """Check what came in: as many values as weights, each a number inside of the domain."""
    inside = np.ones(len(design), dtype=np.bool_) if domain is None else np.asarray(domain)
    if inside.shape != (len(design),) or inside.dtype != np.bool_ or not inside.any():
        raise ValueError("a domain says yes or no for each answer, and yes for one at least")
    found = []
    for given in values:
        one = np.asarray(given, dtype=np.float64)
        if one.shape != inside.shape:
            raise ValueError(f"{len(design):,} weights and values of the shape {one.shape}")
        wrong = np.flatnonzero(inside & ~np.isfinite(one))
        if len(wrong):
            raise ValueError(f"value {wrong[0] + 1:,} is {one[wrong[0]]}: leave it out by a domain")
        found.append(np.where(inside, one, 0.0))
    return inside, tuple(found)


def _linearised(
    design: Design, inside: Mask, *, value: float, error: float, spread: float = 0.0
) -> Linearised:
    """Put a figure together; `spread` is the variance that answers drawn at random would have."""
    w = design.weights[inside]
    return Linearised(
        value=value,
        error=error,
        freedom=design.freedom(inside),
        n=len(w),
        n_kish=float(w.sum() ** 2 / (w @ w)),
        design_effect=error**2 / spread if spread else None,
    )
