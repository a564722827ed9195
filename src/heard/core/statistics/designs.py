"""How a sample was drawn: its weights, strata, primary units and finite populations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heard.core.statistics.categories import Coded, Floats, Level, Numbers, coded

Labels: TypeAlias = Iterable[Level | None] | Coded
Mask: TypeAlias = NDArray[np.bool_]


class Lonely(StrEnum):
    """What a stratum of which one unit was drawn adds to a variance, as it shows none by itself."""

    REFUSE = "refuse"
    CERTAINTY = "certainty"  # nothing: it was sure to be drawn
    ADJUST = "adjust"  # its distance from all, in place of that from its own mean


class LonelyUnit(ValueError):
    """Of a stratum one unit was drawn, and it was not said what that means."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """A sample of one stage, or the first stage of several; `design` makes it.

    `units` are the primary units of the answers, `stratum_of` their strata. Of each stratum
    `sampled` units were drawn, and `left` is the share of its units that were not.
    """

    weights: Floats
    units: Numbers
    stratum_of: Numbers
    strata: tuple[Level, ...]
    sampled: Floats
    left: Floats
    lonely: Lonely

    def __len__(self) -> int:
        return len(self.weights)

    def freedom(self, inside: Mask) -> int:
        """Return the degrees of freedom of a domain: its units less its strata."""
        units = np.unique(self.units[inside])
        return len(units) - len(np.unique(self.stratum_of[units]))

    def variance(self, influence: Floats, inside: Mask) -> float:
        """Return the variance of the sum of what each answer moves a figure by.

        With ultimate clusters: units are taken as drawn with replacement in each stratum, but for
        `left` of it. Answers outside a domain move nothing, yet their units were drawn. LonelyUnit.
        """
        totals = np.bincount(self.units, weights=influence, minlength=len(self.stratum_of))
        means = np.bincount(self.stratum_of, weights=totals) / self.sampled
        alone = self._alone(inside)
        means[alone & (self.lonely is Lonely.ADJUST)] = 0.0
        squares = np.bincount(self.stratum_of, weights=(totals - means[self.stratum_of]) ** 2)
        scale = self.left * np.where(alone, 1.0, self.sampled / np.maximum(self.sampled - 1, 1))
        return float(np.sum(scale * squares))

    def _alone(self, inside: Mask) -> Mask:
        alone: Mask = self.sampled == 1
        if self.lonely is Lonely.REFUSE and alone.any():
            touched = np.bincount(self.stratum_of[self.units[inside]], minlength=len(self.sampled))
            if len(found := np.flatnonzero(alone & (touched > 0) & (self.left > 0))):
                raise LonelyUnit(f"stratum {self.strata[found[0]]!r} has one unit: pool it, or say")
        return alone


def design(
    weights: ArrayLike,
    *,
    strata: Labels | None = None,
    clusters: Labels | None = None,
    population: float | Mapping[Level, float] | None = None,
    lonely: Lonely = Lonely.REFUSE,
) -> Design:
    """Describe a sample by a weight for each answer and, where it has them, strata and clusters.

    Clusters are nested: the same name in two strata is two units. `population` says how many units
    there were to draw from, in each stratum; without it they were many. ValueError names what
    does not fit.
    """
    given = checked(weights)
    of_stratum = coded("stratum", strata if strata is not None else [0] * len(given))
    of_cluster = coded("cluster", clusters) if clusters is not None else None
    for name, one in (("strata", of_stratum), ("clusters", of_cluster)):
        if one is not None and len(one) != len(given):
            raise ValueError(f"{len(given):,} weights and {len(one):,} {name}")
    if of_cluster is None:
        units, stratum_of = np.arange(len(given)), of_stratum.codes
    else:
        places = of_stratum.codes * len(of_cluster.levels) + of_cluster.codes
        kept, units = np.unique(places, return_inverse=True)
        stratum_of = kept // len(of_cluster.levels)
    sampled = np.bincount(stratum_of, minlength=len(of_stratum.levels)).astype(np.float64)
    return Design(
        weights=given,
        units=units,
        stratum_of=stratum_of,
        strata=of_stratum.levels,
        sampled=sampled,
        left=_left(of_stratum.levels, sampled, population),
        lonely=lonely,
    )


def checked(weights: ArrayLike) -> Floats:
    """Give weights as numbers above 0; ValueError names the first that is none, or that none is."""
    given = np.asarray(weights, dtype=np.float64)
    if given.ndim != 1 or not len(given):
        raise ValueError("weights are a row of numbers, one for each answer")
    wrong = np.flatnonzero(~(np.isfinite(given) & (given > 0)))
    if len(wrong):
        raise ValueError(f"weight {wrong[0] + 1:,} is {given[wrong[0]]}: a weight is above 0")
    return given


def _left(
    strata: tuple[Level, ...], sampled: Floats, population: float | Mapping[Level, float] | None
) -> Floats:
    if population is None:
        return np.ones(len(strata))
    by = population if isinstance(population, Mapping) else dict.fromkeys(strata, population)
    for stratum, n in zip(strata, sampled, strict=True):
        if stratum not in by:
            raise ValueError(f"the population of stratum {stratum!r} is missing")
        if not n <= by[stratum] < np.inf:
            raise ValueError(f"of stratum {stratum!r} {n:,.0f} were drawn from {by[stratum]:,}")
    left: Floats = 1 - sampled / np.array([by[stratum] for stratum in strata], dtype=np.float64)
    return left
