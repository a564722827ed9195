"""Raking: weights under which a sample is made up as its population is, margin by margin.

Whoever is alike in all margins and in the weight before has the same weight after. So it is worked
out for each such cell, however many answers there are, and given to the answers at the end.

Sources: W. E. Deming and F. F. Stephan, "On a least squares adjustment of a sampled frequency
table when the expected marginal totals are known", Annals of Mathematical Statistics 11 (1940);
with limits, J.-C. Deville and C.-E. Särndal, "Calibration estimators in survey sampling", Journal
of the American Statistical Association 87 (1992).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from heard.core.statistics.categories import Coded, Floats, Level, Numbers, among, coded
from heard.core.statistics.designs import Labels, checked
from heard.core.statistics.margins import (
    FEWEST,
    Joined,
    Margin,
    WrongMargin,
    collapsed,
    require_alike,
)
from heard.core.statistics.weights import Limits

_FAR = 1e9  # times its limits: as far as a weight behind them is followed
_NO_LIMIT = 1e100  # times the mean: before a weight that runs away leaves what can be computed


class NotRaked(ValueError):
    """No weights were found that hold all margins; the farthest off is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How to rake: within which limits, on how many answers a level, and how precisely.

    `limits` None leaves weights as they come; `fewest` 0 joins no levels. It has converged when no
    level is farther from its target than by `precision` of it.
    """

    limits: Limits | None = Limits()  # noqa: RUF009 - it cannot be changed
    fewest: int = FEWEST
    precision: float = 1e-9
    most_rounds: int = 1_000


USUAL = Rules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How a round of raking ended: the level that is farthest from its target, and how far."""

    number: int
    margin: str
    level: Level
    off: float

    @property
    def words(self) -> str:
        return f"round {self.number:,}: {self.margin} {self.level} is off by {self.off:+.2g}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Raked:
    """Weights that add up to the margins' total, and all that was done to find them.

    `margins` are those that hold, with levels joined; `trimmed` is the share of answers whose
    weight lies at a limit.
    """

    weights: Floats
    margins: tuple[Margin, ...]
    joined: tuple[Joined, ...]
    rounds: tuple[Round, ...]
    trimmed: float

    @property
    def log(self) -> list[str]:
        """Every step in words."""
        return [one.words for one in self.joined] + [one.words for one in self.rounds]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """Answers alike in all: of each cell how many, their weight before, and their levels."""

    of: Numbers
    counts: Floats
    before: Floats
    levels: tuple[Numbers, ...]


def rake(
    answers: Mapping[str, Labels],
    margins: Sequence[Margin],
    *,
    base: ArrayLike | None = None,
    rules: Rules = USUAL,
) -> Raked:
    """Return weights under which the answers are made up as all these margins say.

    `answers` has, by the name of the margin, the level of each answer; `base` are the weights
    before, such as those of the design, by default all alike. Of all such weights these are
    nearest to `base` by relative entropy. What is wrong is named with its margin and its level:
    WrongMargin, Missing for an answer without a level, NotRaked.
    """
    require_alike(margins)
    found = [_levels(margin, answers, rules) for margin in margins]
    kept = tuple(margin for margin, _, _ in found)
    sizes = {margin.name: len(values) for margin, values, _ in found}
    n = len(found[0][1])
    before = np.ones(n) if base is None else checked(base)
    for name, size in (*sizes.items(), ("weights before", len(before))):
        if size != n:
            raise ValueError(f"{name}: {size:,}, but {n:,} of {margins[0].name}")
    cells = _cells([values for _, values, _ in found], before)
    weights, rounds = _fitted(cells, kept, rules)
    low, high = _limits(rules, kept[0].total / n)
    return Raked(
        weights=weights[cells.of],
        margins=kept,
        joined=tuple(step for _, _, log in found for step in log),
        rounds=tuple(rounds),
        trimmed=float(cells.counts[(weights <= low) | (weights >= high)].sum()) / n,
    )


def _levels(
    margin: Margin, answers: Mapping[str, Labels], rules: Rules
) -> tuple[Margin, Coded, list[Joined]]:
    """Number the levels of a margin, join those of few answers, and refuse one of none."""
    if margin.name not in answers:
        raise WrongMargin(f"{margin.name}: nothing is known of it in the answers")
    values = among(margin.name, coded(margin.name, answers[margin.name]), tuple(margin.targets))
    if not len(values):
        raise WrongMargin(f"{margin.name}: there are no answers")
    margin, values, log = collapsed(margin, values, fewest=rules.fewest)
    counts = np.bincount(values.codes, minlength=len(margin.targets))
    for level, count in zip(margin.targets, counts, strict=True):
        if not count:
            raise WrongMargin(f"{margin.name}: nobody of {level!r} answered: join it to another")
    return margin, values, log


def _cells(values: Sequence[Coded], before: Floats) -> _Cells:
    weights, place = np.unique(before, return_inverse=True)
    place = place.astype(np.intp)
    for one in values:
        place = place * len(one.levels) + one.codes
    kept, of, counts = np.unique(place, return_inverse=True, return_counts=True)
    levels: list[Numbers] = []
    for one in reversed(values):
        kept, level = np.divmod(kept, len(one.levels))
        levels.insert(0, level)
    return _Cells(
        of=of, counts=counts.astype(np.float64), before=weights[kept], levels=tuple(levels)
    )


def _fitted(cells: _Cells, margins: Sequence[Margin], rules: Rules) -> tuple[Floats, list[Round]]:
    """Scale level by level until every margin holds, and give weights by cell. NotRaked.

    A weight that reaches a limit stays there, while what it would be without is followed behind
    it: so it comes back when others moved.
    """
    total, n = margins[0].total, float(cells.counts.sum())
    low, high = _limits(rules, total / n)
    free = cells.before * (total / float(cells.before @ cells.counts))
    targets = [np.array([*margin.targets.values()]) for margin in margins]
    rounds: list[Round] = []
    weights = np.clip(free, low, high)
    while not rounds or abs(rounds[-1].off) > rules.precision:
        if len(rounds) >= rules.most_rounds:
            raise NotRaked(_unmet(rounds[-1], rules))
        for level, target in zip(cells.levels, targets, strict=True):
            free *= (target / _sums(cells, level, weights, len(target)))[level]
            free = np.clip(free, low / _FAR, high * _FAR)
            weights = np.clip(free, low, high)
        rounds.append(_round(len(rounds) + 1, cells, weights, margins))
    return weights, rounds


def _round(number: int, cells: _Cells, weights: Floats, margins: Sequence[Margin]) -> Round:
    worst = Round(
        number=number, margin=margins[0].name, level=next(iter(margins[0].targets)), off=0
    )
    for margin, level in zip(margins, cells.levels, strict=True):
        targets = np.array([*margin.targets.values()])
        off = _sums(cells, level, weights, len(targets)) / targets - 1
        at = int(np.argmax(np.abs(off)))
        if abs(off[at]) > abs(worst.off):
            name = list(margin.targets)[at]
            worst = Round(number=number, margin=margin.name, level=name, off=float(off[at]))
    return worst


def _sums(cells: _Cells, level: Numbers, weights: Floats, size: int) -> Floats:
    return np.bincount(level, weights=cells.counts * weights, minlength=size).astype(np.float64)


def _limits(rules: Rules, mean: float) -> tuple[float, float]:
    if rules.limits is None:
        return mean / _NO_LIMIT, mean * _NO_LIMIT
    return rules.limits.low * mean, rules.limits.high * mean


def _unmet(last: Round, rules: Rules) -> str:
    within = rules.limits
    limits = f" with weights from {within.low:g} to {within.high:g} of their mean" if within else ""
    return (
        f"{last.margin}: {last.level!r} is still off by {last.off:+.2%} after {last.number:,}"
        f" rounds{limits}: join levels, leave a margin out or widen the limits"
    )
