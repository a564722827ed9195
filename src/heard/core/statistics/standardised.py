"""What the share of each segment would be if what it was about were as mixed as in the whole.

Direct standardisation by a model: the logarithm of the odds is that of the segment and of each
thing adjusted for (main effects); each segment's share is then the mean, over the mix of all
answers, of what the model gives to that segment. The interval is by the delta method on the scale
of the logarithm of the odds, with the mix taken as known.

Sources: P. W. Lane and J. A. Nelder, "Analysis of covariance and standardization as instances of
prediction", Biometrics 38 (1982), for the mean of predictions; B. I. Graubard and E. L. Korn,
"Predictive margins with survey data", Biometrics 55 (1999), for its variance. The least number of
answers in a category, and the part of the mix that a segment must have, are our own.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from typing import Any, TypeAlias

import numpy as np

from heard.core.statistics.differences import critical
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.logistic import Fit, chances, design, fit
from heard.core.statistics.pooling import Count

METHOD = "Standardised by a logistic model, delta method 95%"
FEWEST = 30  # answers of a category that has an effect of its own
MOST_COLUMNS = 200  # of the model
ENOUGH = 0.5  # the part of the mix of all answers that a segment has answers of
OTHER = "other"  # the name of what is joined

Mix: TypeAlias = tuple[str, ...]  # a category of each thing that is adjusted for
Cells: TypeAlias = Mapping[Any, Mapping[Mix, Count]]  # answers by segment and mix
NOTHING = Count(n=0, counted=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjusted:
    """A share adjusted for the mix; `overlap` is the part of the whole's mix that it has too."""

    estimate: Estimate
    overlap: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standardised:
    """The adjusted share of each segment, and which categories were joined, in words."""

    found: Mapping[Hashable, Adjusted]
    log: Sequence[str]


def standardised(cells: Cells, names: Sequence[str], *, minimum_base: int) -> Standardised:
    """Adjust the share of each segment to the mix of all of them together.

    `names` say what is adjusted for. A segment is hidden on fewer answers than the minimum base,
    where all said the same, and where it has too little of the mix to be compared. ValueError
    where a mix has not a category of each name.
    """
    if any(len(mix) != len(names) for row in cells.values() for mix in row):
        raise ValueError("a mix has a category of each thing that is adjusted for")
    joined, told = _joined(cells, names)
    everybody = _together(joined.values())
    spread = {
        place: {mix: one for mix, one in row.items() if one.n} for place, row in joined.items()
    }
    margins, why_not = _margins(spread, everybody)
    return Standardised(
        found={
            place: _adjusted(
                row, everybody, margins.get(place), minimum_base=minimum_base, why_not=why_not
            )
            for place, row in spread.items()
        },
        log=told,
    )


def _adjusted(
    row: Mapping[Mix, Count],
    everybody: Mapping[Mix, Count],
    margin: tuple[float, float] | None,
    *,
    minimum_base: int,
    why_not: str,
) -> Adjusted:
    n, total = _sum(row.values()).n, _sum(everybody.values()).n
    overlap = sum(everybody[mix].n for mix in row) / total if total else 0.0
    reason = why_not
    if n < minimum_base:
        reason = f"fewer than {minimum_base} answers"
    elif _is_alike(_sum(row.values())):
        reason = "all said the same"
    elif not reason and overlap < ENOUGH:
        reason = "what it was about is too unlike the rest"
    if reason or margin is None:
        return Adjusted(estimate=_hidden(n, reason), overlap=overlap)
    value, variance = margin
    odds, error = log(value / (1 - value)), sqrt(variance) / (value * (1 - value))
    low, high = (1 / (1 + exp(-(odds + end * critical() * error))) for end in (-1, 1))
    worth = min(float(n), value * (1 - value) / variance)
    estimate = Estimate(value=value, low=low, high=high, n=n, n_effective=worth, method=METHOD)
    return Adjusted(estimate=estimate, overlap=overlap)


def _margins(
    cells: Cells, everybody: Mapping[Mix, Count]
) -> tuple[dict[Hashable, tuple[float, float]], str]:
    """Give each segment's mean over the mix with its variance, or why there is none.

    With p the chances that the model gives to a segment in each mix, and w the part of the mix, the
    mean is w'p, its gradient g = Σ w p(1 - p) x, and its variance g'Vg with V that of the effects.
    """
    numbers = {place: number for number, place in enumerate(cells)}
    rows = [(numbers[place], mix, one) for place, row in cells.items() for mix, one in row.items()]
    if len(numbers) < len(("one", "another")):
        return {}, "there is nothing to hold it against"
    mixes = sorted(everybody)
    columns = len(numbers) + sum(len({*told}) - 1 for told in zip(*mixes, strict=True))
    if columns > MOST_COLUMNS:
        return {}, f"more than {MOST_COLUMNS} categories"
    places = [(number, *mix) for number, mix, _ in rows]
    asked = [(number, *mix) for number in numbers.values() for mix in mixes]
    x = design([*places, *asked])  # of both at once, for the columns to be the same
    known = x[: len(places)]
    if int(np.linalg.matrix_rank(known)) < columns:
        return {}, "it cannot be told apart from what is adjusted for"
    n, counted = (np.array([getattr(one, part) for *_, one in rows], float) for part in _PARTS)
    fitted = fit(known, n, counted)
    parts = np.array([everybody[mix].n for mix in mixes], dtype=float)
    parts /= parts.sum()
    own = x[len(places) :].reshape(len(numbers), len(mixes), x.shape[1])
    return {place: _margin(own[number], parts, fitted) for place, number in numbers.items()}, ""


_PARTS = ("n", "counted")


def _margin(x: np.ndarray, parts: np.ndarray, fitted: Fit) -> tuple[float, float]:
    p = chances(x, fitted.effects)
    gradient = (parts * p * (1 - p)) @ x
    return float(parts @ p), float(gradient @ fitted.inverse @ gradient)


def _joined(
    cells: Cells, names: Sequence[str]
) -> tuple[dict[Hashable, dict[Mix, Count]], list[str]]:
    """Join the categories of each thing that are too few, or said all the same; say which."""
    everybody, said = _together(cells.values()), []
    new: list[Mapping[str, str]] = []
    for at, name in enumerate(names):
        margin: dict[str, Count] = {}
        for mix, one in everybody.items():
            margin[mix[at]] = _sum([margin.get(mix[at], NOTHING), one])
        few = _few(margin)
        new.append(dict.fromkeys(few, OTHER))
        if few:
            said.append(f"{name}: {', '.join(one or 'not known' for one in few)} joined")
    joined: dict[Hashable, dict[Mix, Count]] = {}
    for place, row in cells.items():
        own = joined.setdefault(place, {})
        for mix, one in row.items():
            to = tuple(new[at].get(category, category) for at, category in enumerate(mix))
            own[to] = _sum([own.get(to, NOTHING), one])
    return joined, said


def _few(margin: Mapping[str, Count]) -> list[str]:
    """Give the categories to be joined: those that are too small, and what makes them enough."""
    ranked = sorted(margin, key=lambda category: (margin[category].n, category))
    few = [category for category in ranked if _is_thin(margin[category])]
    rest = [category for category in ranked if category not in few]
    while few and rest and _is_thin(_sum(margin[category] for category in few)):
        few.append(rest.pop(0))
    return few if len(few) > 1 else []


def _is_thin(one: Count) -> bool:
    return one.n < FEWEST or _is_alike(one)


def _is_alike(one: Count) -> bool:
    return one.counted in {0, one.n}


def _together(rows: Iterable[Mapping[Mix, Count]]) -> dict[Mix, Count]:
    found: dict[Mix, Count] = {}
    for row in rows:
        for mix, one in row.items():
            found[mix] = _sum([found.get(mix, NOTHING), one])
    return found


def _sum(counts: Iterable[Count]) -> Count:
    listed = list(counts)
    return Count(n=sum(one.n for one in listed), counted=sum(one.counted for one in listed))


def _hidden(n: int, reason: str) -> Estimate:
    return Estimate(
        value=None, low=None, high=None, n=n, n_effective=float(n), method=METHOD, hidden=reason
    )
