"""How much alike those who answered are to all who could have: R-indicators, and what drives them.

R is 1 where everybody was equally likely to answer, and falls with the spread of the response
propensities: R = 1 - 2 S. It speaks of the frame, which is those who were asked, by what the frame
knows of them; it says nothing of the public, nor of what nobody knows.

Sources: B. Schouten, F. Cobben and J. Bethlehem, "Indicators for the representativeness of survey
response", Survey Methodology 35 (2009); N. Shlomo, C. Skinner and B. Schouten, "Estimation of an
indicator of the representativeness of survey response", Journal of Statistical Planning and
Inference 142 (2012), for the bias and the variance; B. Schouten, N. Shlomo and C. Skinner,
"Indicators for monitoring and improving representativeness of response", Journal of Official
Statistics 27 (2011), for the partial indicators.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple, TypeAlias

import numpy as np

from heard.core.statistics.differences import critical
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.logistic import chances, design, fit
from heard.core.statistics.proportions import share

METHOD = "Linearised 95%, adjusted for bias"
PLAIN = "Normal 95%"

Place: TypeAlias = tuple[str, ...]  # a category of each variable


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many were asked who are alike in all that the frame knows, and how many answered."""

    n: int
    replied: int

    def __post_init__(self) -> None:
        if not 0 <= self.replied <= self.n:
            raise ValueError("of a cell no more can answer than were asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicators:
    """R with its interval, and how much each variable and category has to do with it.

    `variables` has the unconditional partial indicator of each: the spread of the propensities
    between its categories, 0 where it makes no difference. `categories` splits it: below 0 the
    category is under-represented, above 0 over-represented. `unadjusted` is R before the bias of
    small samples is taken off; None where R is hidden.
    """

    r: Estimate
    unadjusted: float | None
    rate: Estimate
    variables: Mapping[str, Estimate]
    categories: Mapping[str, Mapping[str, Estimate]]

    @property
    def variation(self) -> float | None:
        """The coefficient of variation of the propensities: (1 - R) / 2 by their mean.

        It is the most by which a mean over those who answered may be off, in standard deviations.
        """
        if self.r.value is None or not self.rate.value:
            return None
        return (1 - self.r.value) / 2 / self.rate.value


class _Spread(NamedTuple):
    """The variance of the propensities: as it is estimated, without its bias, and its error."""

    raw: float
    adjusted: float
    error: float


def r_indicators(
    cells: Mapping[Place, Cell], variables: Sequence[str], *, minimum_base: int
) -> Indicators:
    """Give R of a frame and its partial indicators, hidden on fewer replies than the minimum base.

    Each cell has a category of every variable, what is not known among them. ValueError for a cell
    that has not, or a minimum base below one.
    """
    if minimum_base < 1 or any(len(place) != len(variables) for place in cells):
        raise ValueError("a cell has a category of each variable, and a base is at least one")
    n, replied = (sum(getattr(cell, part) for cell in cells.values()) for part in ("n", "replied"))
    hidden = f"fewer than {minimum_base} replies" if replied else "no replies"
    hidden = "" if replied >= minimum_base else hidden
    margins = {name: _margin(cells, at) for at, name in enumerate(variables)}
    whole = None if hidden else _spread(cells)
    return Indicators(
        r=_representativeness(whole, n, hidden=hidden),
        unadjusted=whole and max(1 - 2 * sqrt(whole.raw), 0.0),
        rate=share(replied, n, minimum_base=minimum_base),
        variables={
            name: _of_variable(margin, n, hidden=hidden) for name, margin in margins.items()
        },
        categories={
            name: {
                place[0]: _of_category(cell, Cell(n=n, replied=replied), minimum_base, hidden)
                for place, cell in margin.items()
            }
            for name, margin in margins.items()
        },
    )


def _margin(cells: Mapping[Place, Cell], at: int) -> dict[Place, Cell]:
    """Put together the cells that are alike in one variable."""
    found: dict[Place, Cell] = {}
    for place, cell in sorted(cells.items()):
        one = found.get((place[at],), Cell(n=0, replied=0))
        found[place[at],] = Cell(n=one.n + cell.n, replied=one.replied + cell.replied)
    return found


def _spread(cells: Mapping[Place, Cell]) -> _Spread:
    """Estimate the variance of the propensities, with divisor N - 1, its bias and its error.

    The propensities are those of a logistic model with the main effects of all variables, fitted
    to the cells. With H the information and z the gradient of a propensity, both at the estimate,
    and B the covariance of z over the frame, the bias is tr(B H⁻¹), and the variance of the
    estimate 4 a'H⁻¹a + 2 tr(B H⁻¹ B H⁻¹), where a is the covariance of the propensity and z.
    """
    x = design(list(cells))
    n = np.array([cell.n for cell in cells.values()], dtype=float)
    effects, inverse = fit(x, n, np.array([cell.replied for cell in cells.values()], dtype=float))
    p = chances(x, effects)
    total, away = n.sum(), p - n @ p / n.sum()
    z = (p * (1 - p))[:, None] * x
    z = z - n @ z / total
    a, noise = (n * away) @ z / total, (n[:, None] * z).T @ z / total @ inverse
    raw = float(n @ away**2 / max(total - 1, 1))
    error = sqrt(max(float(4 * a @ inverse @ a + 2 * np.trace(noise @ noise)), 0.0))
    return _Spread(raw, max(raw - float(np.trace(noise)), 0.0), error)


def _representativeness(spread: _Spread | None, n: int, *, hidden: str) -> Estimate:
    if spread is None:
        return _hidden(n, METHOD, hidden)
    value, low, high = (max(1 - 2 * one, 0.0) for one in _deviations(spread))
    return Estimate(value=value, low=high, high=low, n=n, n_effective=float(n), method=METHOD)


def _of_variable(margin: Mapping[Place, Cell], n: int, *, hidden: str) -> Estimate:
    """Give the spread of the propensities between the categories of one variable."""
    if hidden:
        return _hidden(n, METHOD, hidden)
    value, low, high = _deviations(_spread(margin))
    return Estimate(value=value, low=low, high=high, n=n, n_effective=float(n), method=METHOD)


def _deviations(spread: _Spread) -> tuple[float, float, float]:
    """Give the standard deviation and the ends of its interval, from those of the variance."""
    away = critical() * spread.error
    return tuple(  # type: ignore[return-value]  # three in, three out
        sqrt(max(spread.adjusted + end, 0.0)) for end in (0.0, -away, away)
    )


def _of_category(cell: Cell, whole: Cell, minimum_base: int, hidden: str) -> Estimate:
    """Give sqrt(n/N) times how far the category's rate lies from that of all.

    That distance is the part of the others times the difference to them, so its error is that of
    two independent proportions.
    """
    if hidden or cell.n < minimum_base:
        return _hidden(cell.n, PLAIN, hidden or f"fewer than {minimum_base} cases")
    part, rest = cell.n / whole.n, Cell(n=whole.n - cell.n, replied=whole.replied - cell.replied)
    size, error = sqrt(part), sqrt(_variance(cell) + _variance(rest))
    value = size * (cell.replied / cell.n - whole.replied / whole.n)
    away = critical() * size * (1 - part) * error
    return Estimate(
        value=value,
        low=value - away,
        high=value + away,
        n=cell.n,
        n_effective=float(cell.n),
        method=PLAIN,
    )


def _variance(cell: Cell) -> float:
    return cell.replied * (cell.n - cell.replied) / cell.n**3 if cell.n else 0.0


def _hidden(n: int, method: str, reason: str) -> Estimate:
    return Estimate(
        value=None, low=None, high=None, n=n, n_effective=float(n), method=method, hidden=reason
    )
