"""Control charts by the rules of the NHS: what chance makes of a series, and what it does not.

The rules are those of "Making Data Count" (NHS England), as the R package NHSRplotthedots 0.2
has them. A series is cut into stages where what is measured is not the same any more: another
question, another mode, another system. Each stage has limits of its own, and no run crosses from
one into the next.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import TypeAlias

WIDTH = 2.66  # of mean moving ranges: three standard deviations, by 3/1.128
NEAR = WIDTH * 2 / 3
SCREEN = 3.267  # times the mean moving range: from here on one is left out, once
RUN = 7  # points of a shift or a trend
FEW = 12  # with fewer points limits are on trial


class Signal(StrEnum):
    """What chance alone seldom makes, from the rule that goes first to the one that goes last."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_IN_THREE = "two_in_three"
    SHIFT = "shift"


class Better(StrEnum):
    """In which direction a measure improves."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Variation(StrEnum):
    """What the newest point says of the series."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether a series that goes on as it does meets its target."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    INCONSISTENT = "inconsistent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Where chance keeps a point; the near limits lie at two thirds of the way."""

    lower: float
    near_lower: float
    near_upper: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point with its limits, None in a stage of one point, and its signals in their order.

    `rises` says in which direction the first signal points; None without any.
    """

    value: float
    limits: Limits | None
    signals: tuple[Signal, ...] = ()
    rises: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stretch of a series with one mean; `baseline` points made its limits."""

    mean: float
    mean_moving_range: float
    baseline: int
    points: tuple[Point, ...]

    @property
    def is_trial(self) -> bool:
        return self.baseline < FEW


def xmr(values: Sequence[float], *, screened: bool = True, fixed_after: int | None = None) -> Stage:
    """Give a stage of single values by their moving ranges.

    `screened` leaves out the moving ranges of outliers, once; `fixed_after` makes the limits of
    the first points alone. ValueError without values.

    Source: D. J. Wheeler, Understanding Variation (1993); limits and signals as the module says.
    """
    baseline = _baseline(values, fixed_after)
    mean, moving = fmean(baseline), _mean_moving_range(baseline, screened=screened)
    limits = [_limits(mean, moving) if len(baseline) > 1 else None] * len(values)
    return _stage(values, limits, mean=mean, moving=moving, baseline=len(baseline))


def p_prime(
    shares: Sequence[float],
    bases: Sequence[float],
    *,
    screened: bool = True,
    fixed_after: int | None = None,
) -> Stage:
    """Give a stage of shares whose bases vary: Laney's p', the limits of each by its own base.

    Shares run from 0 to 1, bases may be effective ones. With the mean m of all answers and
    s = sqrt(m (1 - m) / base), each share is (share - m) / s on a common scale; the mean moving
    range there times 2.66 s is what chance keeps a share within. Where all bases are alike this is
    `xmr`. `mean_moving_range` is the one on that scale. ValueError without shares, for a base of
    none, and where there are not as many bases as shares.

    Source: D. B. Laney, "Improved control charts for attributes", Quality Engineering 14 (2002).
    """
    if len(shares) != len(bases) or min(bases, default=0) <= 0:
        raise ValueError("each share needs a base above 0")
    first, weights = _baseline(shares, fixed_after), _baseline(bases, fixed_after)
    mean = sum(p * n for p, n in zip(first, weights, strict=True)) / sum(weights)
    errors = [sqrt(mean * (1 - mean) / n) for n in bases]
    scaled = [(p - mean) / e if e else 0.0 for p, e in zip(first, errors, strict=False)]
    moving = _mean_moving_range(scaled, screened=screened)
    limits = [
        _limits(mean, moving * error, within=(0, 1)) if len(first) > 1 else None for error in errors
    ]
    return _stage(shares, limits, mean=mean, moving=moving, baseline=len(first))


def variation(stage: Stage, better: Better) -> Variation:
    """Give what the newest point says of a stage."""
    return variation_of(stage.points[-1], better)


def variation_of(point: Point, better: Better) -> Variation:
    """Give what a point says: whether it stands out high or low, and whether that is good."""
    if point.rises is None:
        return Variation.COMMON_CAUSE
    if better is Better.NEITHER:
        return Variation.NEUTRAL_HIGH if point.rises else Variation.NEUTRAL_LOW
    if point.rises:
        return Variation.IMPROVEMENT_HIGH if better is Better.HIGHER else Variation.CONCERN_HIGH
    return Variation.IMPROVEMENT_LOW if better is Better.LOWER else Variation.CONCERN_LOW


def assurance(stage: Stage, better: Better, target: float) -> Assurance | None:
    """Hold a target against the limits of the newest point; None without a direction or limits."""
    limits = stage.points[-1].limits
    if limits is None or better is Better.NEITHER:
        return None
    if limits.lower <= target <= limits.upper:
        return Assurance.INCONSISTENT
    is_below = target < limits.lower
    return Assurance.PASS if is_below == (better is Better.HIGHER) else Assurance.FAIL


def _baseline(values: Sequence[float], fixed_after: int | None) -> Sequence[float]:
    if not values or (fixed_after is not None and fixed_after < 1):
        raise ValueError("a stage has at least one point, and so have its limits")
    return values[:fixed_after]


def _mean_moving_range(values: Sequence[float], *, screened: bool) -> float:
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return 0.0
    mean = fmean(ranges)
    kept = [one for one in ranges if one < SCREEN * mean] if screened else ranges
    return fmean(kept) if kept else mean


def _limits(
    mean: float, moving: float, *, within: tuple[float, float] = (float("-inf"), float("inf"))
) -> Limits:
    least, most = within
    return Limits(
        lower=max(mean - WIDTH * moving, least),
        near_lower=max(mean - NEAR * moving, least),
        near_upper=min(mean + NEAR * moving, most),
        upper=min(mean + WIDTH * moving, most),
    )


# A rule gives for each place whether its signal is there, and whether it points upwards.
Found: TypeAlias = list[bool | None]


def _stage(
    values: Sequence[float],
    limits: Sequence[Limits | None],
    *,
    mean: float,
    moving: float,
    baseline: int,
) -> Stage:
    bare = [Point(value=v, limits=limit) for v, limit in zip(values, limits, strict=True)]
    found = {signal: rule(bare, mean) for signal, rule in _RULES.items()}
    points = []
    for place, point in enumerate(bare):
        signals = tuple(signal for signal in Signal if found[signal][place] is not None)
        rises = found[signals[0]][place] if signals else None
        points.append(Point(value=point.value, limits=point.limits, signals=signals, rises=rises))
    return Stage(mean=mean, mean_moving_range=moving, baseline=baseline, points=tuple(points))


def _outside(points: Sequence[Point], mean: float) -> Found:
    return [p.value > mean if p.limits and _is_outside(p.value, p.limits) else None for p in points]


def _trend(points: Sequence[Point], mean: float) -> Found:
    """Mark runs that all rise or all fall; where two meet the point belongs to the later one."""
    del mean
    found: Found = [None] * len(points)
    steps = [_sign(after.value - before.value) for before, after in pairwise(points)]
    for first, last, sign in _runs(steps):
        if sign and last - first + 1 >= RUN - 1:
            found[first : last + 2] = [sign > 0] * (last - first + 2)
    return found


def _two_in_three(points: Sequence[Point], mean: float) -> Found:
    found: Found = [None] * len(points)
    for first in range(len(points) - 2):
        places = range(first, first + 3)
        signs = {_sign(points[place].value - mean) for place in places}
        near = [place for place in places if _is_near(points[place])]
        if len(signs) == 1 and 0 not in signs and len(near) > 1:
            for place in near:
                found[place] = signs == {1}
    return found


def _shift(points: Sequence[Point], mean: float) -> Found:
    found: Found = [None] * len(points)
    for first, last, sign in _runs([_sign(point.value - mean) for point in points]):
        if sign and last - first + 1 >= RUN:
            found[first : last + 1] = [sign > 0] * (last - first + 1)
    return found


_RULES: dict[Signal, Callable[[Sequence[Point], float], Found]] = {
    Signal.OUTSIDE: _outside,
    Signal.TREND: _trend,
    Signal.TWO_IN_THREE: _two_in_three,
    Signal.SHIFT: _shift,
}


def _is_outside(value: float, limits: Limits) -> bool:
    return not limits.lower <= value <= limits.upper


def _is_near(point: Point) -> bool:
    limits = point.limits
    if limits is None or _is_outside(point.value, limits):
        return False
    return not limits.near_lower <= point.value <= limits.near_upper


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)


def _runs(signs: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Give the first and the last place of each run of one sign, and the sign."""
    first = 0
    for place, sign in enumerate(signs):
        if place + 1 == len(signs) or signs[place + 1] != sign:
            yield first, place, sign
            first = place + 1
