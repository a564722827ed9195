"""What a population is made of, level by level, and how levels of few answers are joined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isfinite

import numpy as np

from heard.core.statistics.categories import Coded, Level

FEWEST = 30  # a level of fewer answers makes weights of a few people's chance
CLOSE = 1e-6  # so far, in parts of the whole, may rounded targets be off their sum


class WrongMargin(ValueError):
    """A margin is no margin of a population, or not of that of the other ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """How many there are of each level, or their shares; every margin in the same unit.

    `is_ordered` says that the levels stand in an order, such as ages, in which neighbours are
    alike. WrongMargin names the level without a target.
    """

    name: str
    targets: Mapping[Level, float]
    is_ordered: bool = False

    def __post_init__(self) -> None:
        if not self.targets:
            raise WrongMargin(f"{self.name}: a margin needs a level")
        for level, target in self.targets.items():
            if not (isfinite(target) and target > 0):
                raise WrongMargin(f"{self.name}: the target of {level!r} is {target}, not above 0")
        if max(self.targets.values()) <= 1 and abs(self.total - 1) > CLOSE:
            raise WrongMargin(f"{self.name}: the shares add up to {self.total:g}, not to 1")

    @property
    def total(self) -> float:
        return fsum(self.targets.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """A level that was joined to another one, as it had `n` answers only."""

    margin: str
    level: str
    n: int
    into: str

    @property
    def words(self) -> str:
        return f"{self.margin}: {self.level} has {self.n:,} answers and joined {self.into}"


def require_alike(margins: Sequence[Margin]) -> None:
    """Refuse margins that add up to different totals, twice the same, or none at all."""
    if not margins:
        raise WrongMargin("there is no margin to rake to")
    for at, one in enumerate(margins):
        if any(one.name == other.name for other in margins[:at]):
            raise WrongMargin(f"{one.name}: there are two margins of this name")
        if abs(one.total - margins[0].total) > CLOSE * margins[0].total:
            raise WrongMargin(
                f"{one.name}: adds up to {one.total:,.10g}, and {margins[0].name} to"
                f" {margins[0].total:,.10g}"
            )


def joining(
    margin: Margin, counts: Sequence[int], *, fewest: int = FEWEST
) -> tuple[dict[str, list[int]], list[Joined]]:
    """Join levels until each has so many answers, or one is left, and say which were joined.

    The level with the fewest answers goes first; in an order it joins the neighbour that has
    fewer, else the level that has fewest of all others. Where levels are alike in that, it is the
    one that stands first. `counts` are by level; gives the positions of the levels in each group.
    """
    left = list(counts)
    groups: list[list[int]] = [[at] for at in range(len(left))]
    names, log = [str(level) for level in margin.targets], list[Joined]()
    while len(groups) > 1 and min(left) < fewest:
        small = left.index(min(left))
        others = [at for at in range(len(groups)) if at != small]
        if margin.is_ordered:
            others = [at for at in others if abs(at - small) == 1]
        into = min(others, key=left.__getitem__)
        log.append(Joined(margin=margin.name, level=names[small], n=left[small], into=names[into]))
        first, second = sorted((small, into))
        groups[first] = groups[first] + groups.pop(second)
        left[first] += left.pop(second)
        names[first] = f"{names[first]} + {names.pop(second)}"
    return dict(zip(names, groups, strict=True)), log


def collapsed(
    margin: Margin, answers: Coded, *, fewest: int = FEWEST
) -> tuple[Margin, Coded, list[Joined]]:
    """Join levels of few answers, as `joining` says, in the margin and in the answers alike.

    `answers` are numbered by the margin's levels (`categories.among`).
    """
    counts = np.bincount(answers.codes, minlength=len(margin.targets)).tolist()
    groups, log = joining(margin, counts, fewest=fewest)
    return (*_regrouped(margin, answers, groups), log) if log else (margin, answers, log)


def _regrouped(
    margin: Margin, answers: Coded, groups: Mapping[str, Sequence[int]]
) -> tuple[Margin, Coded]:
    sizes = list(margin.targets.values())
    new = np.empty(len(sizes), dtype=np.intp)
    for at, old in enumerate(groups.values()):
        new[list(old)] = at
    return (
        Margin(
            name=margin.name,
            targets={name: fsum(sizes[at] for at in old) for name, old in groups.items()},
            is_ordered=margin.is_ordered,
        ),
        Coded(levels=tuple(groups), codes=new[answers.codes]),
    )
