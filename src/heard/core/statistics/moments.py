"""Weighted means and totals from sums that can be added up anywhere, such as in a database.

For answers that were drawn each by itself, in strata or not, these are the same figures as those
of `linearised`: seven sums of each stratum are all that they need.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from heard.core.statistics.designs import LonelyUnit
from heard.core.statistics.linearised import Linearised


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """Sums over answers with weights w and values y; `wwy` is that of w²y, and so on."""

    n: int
    w: float
    wy: float
    wyy: float
    ww: float
    wwy: float
    wwyy: float

    def __add__(self, other: "Moments") -> "Moments":
        return Moments(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in _FIELDS})


_FIELDS = fields(Moments)
NONE = Moments(n=0, w=0.0, wy=0.0, wyy=0.0, ww=0.0, wwy=0.0, wwyy=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The moments of a stratum, or of those of it that are in a domain.

    `sampled` answers were drawn in it in all, by default as many as were counted, and `left` is
    the share of its population that was not drawn.
    """

    moments: Moments
    sampled: int | None = None
    left: float = 1.0


def moments(weights: ArrayLike, values: ArrayLike) -> Moments:
    """Return the sums of these answers."""
    w, y = np.asarray(weights, dtype=np.float64), np.asarray(values, dtype=np.float64)
    wy, ww = w * y, w * w
    return Moments(
        n=len(w),
        w=float(w.sum()),
        wy=float(wy.sum()),
        wyy=float(wy @ y),
        ww=float(ww.sum()),
        wwy=float(ww @ y),
        wwyy=float(wy @ wy),
    )


def mean(parts: Sequence[Part]) -> Linearised:
    """Return the weighted mean, as `linearised.mean` does. ValueError without answers; LonelyUnit.

    Where values hardly differ from each other, half of the digits go here: the sums of squares are
    large, and their difference is small.
    """
    whole = _whole(parts)
    value = whole.wy / whole.w
    variance = 0.0
    for part in parts:
        m = part.moments
        squares = m.wwyy - 2 * value * m.wwy + value**2 * m.ww
        variance += _scaled(part, squares, m.wy - value * m.w) / whole.w**2
    spread = max(whole.wyy / whole.w - value**2, 0.0) / max(whole.n - 1, 1)
    return _linearised(parts, whole, value=value, variance=variance, spread=spread)


def total(parts: Sequence[Part]) -> Linearised:
    """Return the weighted total, as `linearised.total` does. ValueError without answers."""
    whole = _whole(parts)
    variance = sum(_scaled(part, part.moments.wwyy, part.moments.wy) for part in parts)
    return _linearised(parts, whole, value=whole.wy, variance=variance, spread=0.0)


def _whole(parts: Sequence[Part]) -> Moments:
    whole = sum((part.moments for part in parts), start=NONE)
    if not whole.n:
        raise ValueError("a weighted figure needs an answer")
    return whole


def _scaled(part: Part, squares: float, sum_: float) -> float:
    """Give what a stratum adds to the variance, from the squares and the sum of its influences."""
    sampled = part.moments.n if part.sampled is None else part.sampled
    if sampled < part.moments.n:
        raise ValueError(f"{part.moments.n:,} answers of {sampled:,} that were drawn")
    if not part.moments.n or not part.left:
        return 0.0
    if sampled == 1:
        raise LonelyUnit("a stratum has one answer: pool it with another")
    return part.left * sampled / (sampled - 1) * max(squares - sum_**2 / sampled, 0.0)


def _linearised(
    parts: Sequence[Part], whole: Moments, *, value: float, variance: float, spread: float
) -> Linearised:
    return Linearised(
        value=value,
        error=sqrt(variance),
        freedom=sum(part.moments.n - 1 for part in parts if part.moments.n),
        n=whole.n,
        n_kish=whole.w**2 / whole.ww,
        design_effect=variance / spread if spread else None,
    )
