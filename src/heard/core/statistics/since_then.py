"""What changed in one place since a month, over and above what changed in the others.

A difference in differences of counts on the logarithm of their rate: log m = a + g + d, with an
effect `a` of each place, `g` of each month, and `d` in the one place since then. Fitted by maximum
likelihood of a Poisson model it has a closed form, since each of the margins is kept: d is the
logarithm of the ratio of the two ratios. Populations of places stay the same, so they cancel out.

Source: P. McCullagh and J. A. Nelder, "Generalized Linear Models" (1989), chapters 6 and 9.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import exp, log, sqrt

from heard.core.statistics.quantiles import student

CONFIDENCE = 0.95
Counts = Mapping[str, Sequence[int]]  # of each place, by month


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """How many times as many came since then as would have, with its interval at 95 %.

    `dispersion` is by how much counts spread more than Poisson's do; the interval is as wide as
    that makes it. `freedom` are the degrees of freedom that it stands on.
    """

    ratio: float
    low: float
    high: float
    p: float
    dispersion: float
    freedom: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """How the effect ranks among those found for each other place as if it had been there.

    `p` is the share of all that are as large or larger either way, `smallest` the least that it
    can be with so many places.
    """

    rank: int
    among: int
    p: float
    smallest: float


def effect(counts: Counts, place: str, first: int) -> Effect:
    """Measure the effect in one place from the month with this index on. ValueError.

    Each side of it, there and elsewhere, needs somebody, and both times a month. The spread is
    Pearson's statistic by its degrees of freedom, and never taken for less than Poisson's.
    """
    sides = _sides(counts, place, first)
    if min(map(min, sides)) <= 0:
        raise ValueError("nobody came here or elsewhere, before or since")
    here, elsewhere = sides
    size = log(here[1] / elsewhere[1]) - log(here[0] / elsewhere[0])
    places = [one for one in counts if sum(counts[one])]
    months = [at for at in range(len(counts[place])) if _all(counts, at)]
    freedom = (len(places) - 1) * (len(months) - 1) - 1
    if freedom < 1:
        raise ValueError("an effect needs two other places, or more months")
    spread = max(_pearson(counts, place, first, places, months) / freedom, 1.0)
    error = sqrt(spread * sum(1 / n for side in sides for n in side))
    away = student(freedom, CONFIDENCE) * error
    tail = float(import_module("scipy.special").stdtr(freedom, -abs(size) / error))
    return Effect(
        ratio=exp(size),
        low=exp(size - away),
        high=exp(size + away),
        p=2 * tail,
        dispersion=spread,
        freedom=freedom,
    )


def rank(counts: Counts, place: str, first: int) -> Rank:
    """Rank the effect of one place among those of the others, each held against the rest of them.

    The place itself is left out of those comparisons. Where nobody came there is no effect, and
    the place does not count.

    Source: T. G. Conley and C. R. Taber, "Inference with 'difference in differences' with a small
    number of policy changes", Review of Economics and Statistics 93 (2011), for the idea.
    """
    size = abs(log(effect(counts, place, first).ratio))
    rest = {one: months for one, months in counts.items() if one != place}
    found = [_size(rest, one, first) for one in rest]
    sizes = [abs(one) for one in found if one is not None]
    above = sum(one >= size for one in sizes)
    among = len(sizes) + 1
    return Rank(rank=above + 1, among=among, p=(above + 1) / among, smallest=1 / among)


def _size(counts: Counts, place: str, first: int) -> float | None:
    sides = _sides(counts, place, first)
    if min(map(min, sides)) <= 0:
        return None
    here, elsewhere = sides
    return log(here[1] / elsewhere[1]) - log(here[0] / elsewhere[0])


def _sides(counts: Counts, place: str, first: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give how many came here and elsewhere, before and since."""
    rest = [months for one, months in counts.items() if one != place]
    here = counts[place]
    before, since = (sum(sum(one[:first]) for one in rest), sum(sum(one[first:]) for one in rest))
    return (sum(here[:first]), sum(here[first:])), (before, since)


def _all(counts: Counts, at: int) -> int:
    return sum(months[at] for months in counts.values())


def _pearson(
    counts: Counts, place: str, first: int, places: Sequence[str], months: Sequence[int]
) -> float:
    """Give Pearson's statistic: the squares of what is left over, each by what was expected."""
    here, elsewhere = _sides(counts, place, first)
    found = 0.0
    for at in months:
        side = int(at >= first)
        share = here[side] / (here[side] + elsewhere[side])
        for one in places:
            part = share if one == place else (1 - share) * sum(counts[one]) / sum(elsewhere)
            expected = _all(counts, at) * part
            found += (counts[one][at] - expected) ** 2 / expected
    return found
