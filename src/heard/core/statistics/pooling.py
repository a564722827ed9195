"""Shares of teams, adjusted for what each was asked about, and drawn together by what chance does.

A team is held against what would be expected of it: the shares of everybody, for the mix of what
it dealt with. What small numbers say is drawn towards that, the more so the less they say. Nobody
is ranked by name, and teams stand in an order only where their intervals separate.

Sources: D. J. Spiegelhalter, "Funnel plots for comparing institutional performance", Statistics in
Medicine 24 (2005); H. Goldstein and D. J. Spiegelhalter, "League tables and their limitations",
Journal of the Royal Statistical Society A 159 (1996); C. N. Morris, "Parametric empirical Bayes
inference", Journal of the American Statistical Association 78 (1983); A. Gelman and others,
*Bayesian Data Analysis* (3rd edition, 2013), 5.4, for averaging over the spread of the teams.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import exp, sqrt
from statistics import NormalDist

import numpy as np

from heard.core.statistics.bases import STAFF
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.proportions import share

MINIMUM_REPLIES = STAFF.answers  # of a team, and of a person
MINIMUM_PEOPLE = STAFF.people  # in a team
WARNING, ALARM = 0.95, 0.998
SPREADS = [step / 50 for step in range(101)]  # of the teams around all, as logarithms of odds


class Kind(StrEnum):
    """What is pooled: of people there is never an order."""

    TEAM = "team"
    PERSON = "person"


class NoRanking(Exception):
    """People are not ranked."""


class Position(StrEnum):
    """Where a unit lies in the funnel: within what chance does, or beyond one of its limits."""

    WITHIN = "within"
    ABOVE = "above"  # beyond 95 %
    BELOW = "below"
    FAR_ABOVE = "far above"  # beyond 99.8 %
    FAR_BELOW = "far below"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many replies about one kind of thing, and how many of them count."""

    n: int
    counted: int

    def __post_init__(self) -> None:
        if not 0 <= self.counted <= self.n:
            raise ValueError("no more replies can count than there are")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A team or a person: the area it belongs to, its people, and its replies by case-mix."""

    name: str
    area: str
    people: int
    mix: Mapping[Hashable, Count]
    n: int = field(init=False)
    counted: int = field(init=False)

    def __post_init__(self) -> None:
        """Add up once: thousands of people are looked at several times for a page."""
        object.__setattr__(self, "n", sum([one.n for one in self.mix.values()]))
        object.__setattr__(self, "counted", sum([one.counted for one in self.mix.values()]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """A unit's own share, what its mix would make, and its share adjusted for that and for chance.

    `plotted` is its own share moved by what its mix explains, so that it lies in the funnel around
    the share of everybody just where it lies in its own.
    """

    name: str
    people: int
    own: Estimate
    expected: float
    adjusted: Estimate
    plotted: float
    position: Position


def merged(units: Sequence[Unit], *, kind: Kind = Kind.TEAM) -> list[Unit]:
    """Put units that are too small together: those of an area, then what is left of the force.

    None is dropped: where all that is left is too small still, the smallest that is shown joins
    it. A person who is too small is not put together with another, and is not there at all.
    """
    if kind is Kind.PERSON:
        return [one for one in units if one.n >= MINIMUM_REPLIES]
    shown = [one for one in units if _is_enough(one)]
    areas: dict[str, list[Unit]] = defaultdict(list)
    for one in units:
        if not _is_enough(one):
            areas[one.area].append(one)
    rest: list[Unit] = []
    for area, few in sorted(areas.items()):
        together = _together(area, few)
        if len(few) > 1 and _is_enough(together):
            shown.append(together)
        else:
            rest += few
    while rest and shown and not (len(rest) > 1 and _is_enough(_together("", rest))):
        smallest = min(shown, key=lambda one: (one.n, one.name))
        shown.remove(smallest)
        rest.append(smallest)
    if rest and _is_enough(_together("", rest)):
        shown.append(_together("", rest))
    return shown


def pooled(units: Sequence[Unit], *, everybody: Mapping[Hashable, Count]) -> list[Pooled]:
    """Give each unit beside what is expected of it, in the order in which they came.

    `everybody` has all replies by case-mix, those of no unit among them: it is the standard.
    ValueError where a unit has replies that are not among them.
    """
    expected, odds = _against(units, everybody)
    weights, middle = _weights(odds), _middle(everybody)
    return [
        _pooled(one, share_, middle, _drawn_in(odd, weights))
        for one, share_, odd in zip(units, expected, odds, strict=True)
    ]


def alone(unit: Unit, others: Sequence[Unit], *, everybody: Mapping[Hashable, Count]) -> Pooled:
    """Give one unit as `pooled` does among others, of whom nothing is worked out for showing.

    ValueError where a unit has replies that are not among those of everybody.
    """
    expected, odds = _against([unit, *others], everybody)
    return _pooled(unit, expected[0], _middle(everybody), _drawn_in(odds[0], _weights(odds)))


def _against(
    units: Sequence[Unit], everybody: Mapping[Hashable, Count]
) -> tuple[list[float], list[tuple[float, float]]]:
    """Give what is expected of each unit, and how far it lies from that, with the variance."""
    most = {kind: count.n for kind, count in everybody.items()}
    if any(most.get(kind, 0) < count.n for unit in units for kind, count in unit.mix.items()):
        raise ValueError("the replies of a unit are among those of everybody")
    rates = {kind: _kept_off(count.counted, count.n) for kind, count in everybody.items()}
    expected = [_expected(one, rates) for one in units]
    return expected, [_odds(one, share_) for one, share_ in zip(units, expected, strict=True)]


def _middle(everybody: Mapping[Hashable, Count]) -> float:
    """Give the share of everybody; one half where there is nobody."""
    n = sum(count.n for count in everybody.values())
    return _kept_off(sum(count.counted for count in everybody.values()), n) if n else 0.5


def limits(centre: float, n: float, level: float) -> tuple[float, float]:
    """Give the ends of the funnel: what Wilson's test at this level lets a share of n be."""
    away = NormalDist().inv_cdf((1 + level) / 2) * sqrt(centre * (1 - centre) / n)
    return max(centre - away, 0.0), min(centre + away, 1.0)


def position(value: float, centre: float, n: float) -> Position:
    """Give where a share of n lies in the funnel around a centre; within, where there is no width.

    Source: Spiegelhalter (2005), above.
    """
    error = sqrt(centre * (1 - centre) / n)
    return _position((value - centre) / error) if error else Position.WITHIN


def tiers(found: Sequence[Pooled], *, kind: Kind = Kind.TEAM) -> list[list[Pooled]]:
    """Give teams from the highest down, in groups within which no order is known. NoRanking.

    A group ends only where every interval in it lies above every interval of the next. Within a
    group names stand in their own order. For people there is no such list.
    """
    if kind is Kind.PERSON:
        raise NoRanking("people are not ranked")
    ranked = sorted(found, key=lambda one: -(one.adjusted.value or 0))
    groups: list[list[Pooled]] = []
    for at, one in enumerate(ranked):
        lowest = min((p.adjusted.low or 0 for p in ranked[:at]), default=0.0)
        if at == 0 or max(p.adjusted.high or 0 for p in ranked[at:]) < lowest:
            groups.append([])
        groups[-1].append(one)
    return [sorted(group, key=lambda one: one.name) for group in groups]


def _is_enough(unit: Unit) -> bool:
    return unit.n >= MINIMUM_REPLIES and unit.people >= MINIMUM_PEOPLE


def _together(area: str, units: Sequence[Unit]) -> Unit:
    mix: dict[Hashable, Count] = {}
    for unit in units:
        for kind, count in unit.mix.items():
            so_far = mix.get(kind, Count(n=0, counted=0))
            mix[kind] = Count(n=so_far.n + count.n, counted=so_far.counted + count.counted)
    name, people = f"other teams {area}".strip(), sum(unit.people for unit in units)
    return Unit(name=name, area=area, people=people, mix=mix)


def _expected(unit: Unit, rates: Mapping[Hashable, float]) -> float:
    """Give the share that everybody's shares make of a unit's mix: indirect standardisation."""
    counted = sum(count.n * rates[kind] for kind, count in unit.mix.items() if count.n)
    return counted / unit.n


def _kept_off(counted: int, n: int) -> float:
    """Give a share that is never 0 or 1, where nothing could be expected otherwise."""
    return (counted + 0.5) / (n + 1)


def _odds(unit: Unit, expected: float) -> tuple[float, float]:
    """Give how far a unit lies from what is expected in logarithms of odds, and the variance."""
    information = unit.n * expected * (1 - expected)
    return (unit.counted - unit.n * expected) / information, 1 / information


def _weights(odds: Sequence[tuple[float, float]]) -> list[float]:
    """Give how much each spread counts, by how likely it makes what was seen: 1 in all.

    The effects are taken for normal around none, with a spread that is not known.
    """
    y, v = np.array(odds, dtype=float).reshape(len(odds), 2).T
    logs = [float(-(y**2 / (v + t**2) + np.log(v + t**2)).sum() / 2) for t in SPREADS]
    weights = [exp(one - max(logs)) for one in logs]
    return [one / sum(weights) for one in weights]


def _drawn_in(odds: tuple[float, float], weights: Sequence[float]) -> tuple[float, float]:
    """Give an effect as its mean and variance, drawn towards none by how little it says.

    The doubt about the spread is in the variance as well.
    """
    y, v = odds
    kept = [t**2 / (t**2 + v) for t in SPREADS]
    mean = sum(w * k * y for w, k in zip(weights, kept, strict=True))
    square = sum(w * (k * v + (k * y) ** 2) for w, k in zip(weights, kept, strict=True))
    return mean, square - mean**2


def _pooled(unit: Unit, expected: float, middle: float, effect: tuple[float, float]) -> Pooled:
    mean, variance = effect
    away = NormalDist().inv_cdf(0.975) * sqrt(max(variance, 0.0))
    value, low, high = (_moved(middle, mean + end) for end in (0.0, -away, away))
    z = (unit.counted / unit.n - expected) / sqrt(expected * (1 - expected) / unit.n)
    return Pooled(
        name=unit.name,
        people=unit.people,
        own=share(unit.counted, unit.n, minimum_base=MINIMUM_REPLIES),
        expected=expected,
        adjusted=Estimate(
            value=value,
            low=low,
            high=high,
            n=unit.n,
            n_effective=float(unit.n),
            method="Empirical Bayes, logit-normal 95%",
        ),
        plotted=min(max(middle + z * sqrt(middle * (1 - middle) / unit.n), 0.0), 1.0),
        position=_position(z),
    )


def _moved(middle: float, effect: float) -> float:
    return 1 / (1 + (1 - middle) / middle * exp(-effect))


def _position(z: float) -> Position:
    warning, alarm = (NormalDist().inv_cdf((1 + level) / 2) for level in (WARNING, ALARM))
    if abs(z) <= warning:
        return Position.WITHIN
    if z > 0:
        return Position.FAR_ABOVE if z > alarm else Position.ABOVE
    return Position.FAR_BELOW if -z > alarm else Position.BELOW
