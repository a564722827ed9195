"""A logistic model of main effects, fitted by Newton's steps to counts of who are alike.

Source: P. McCullagh and J. A. Nelder, "Generalized Linear Models" (1989), chapter 4.
"""

from collections.abc import Hashable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

STEPS, LONGEST, CLOSE, FAR = 60, 2.0, 1e-10, 30.0

Matrix: TypeAlias = NDArray[np.float64]


class Fit(NamedTuple):
    """The effects in logarithms of odds, and the inverse of their information."""

    effects: Matrix
    inverse: Matrix


def design(places: Sequence[Sequence[Hashable]]) -> Matrix:
    """Give a column of ones, and one for each category of each variable but its first.

    A place has a category of each variable; of one variable they are all of one type.
    """
    columns = [[1.0] * len(places)]
    for told in zip(*places, strict=True):
        columns += [[float(one == category) for one in told] for category in sorted({*told})[1:]]
    return np.array(columns).T


def fit(x: Matrix, n: Matrix, counted: Matrix) -> Fit:
    """Fit the model to rows of which n answered and so many are counted.

    Where all or none of a category are counted its effect has no end: the steps then end at a
    probability so near to 1 or 0 that it makes no difference.
    """
    mean = min(max(counted.sum(), 0.5), n.sum() - 0.5) / n.sum()
    effects = np.zeros(x.shape[1])
    effects[0] = np.log(mean / (1 - mean))
    for _ in range(STEPS):
        p, information = _at(x, n, effects)
        step = _inverse(information) @ (x.T @ (counted - n * p))
        effects = effects + np.clip(step, -LONGEST, LONGEST)
        if np.abs(step).max() < CLOSE:
            break
    return Fit(effects, _inverse(_at(x, n, effects)[1]))


def chances(x: Matrix, effects: Matrix) -> Matrix:
    """Give the probability that the model gives to each row."""
    return np.asarray(1 / (1 + np.exp(-np.clip(x @ effects, -FAR, FAR))), dtype=np.float64)


def _at(x: Matrix, n: Matrix, effects: Matrix) -> tuple[Matrix, Matrix]:
    p = chances(x, effects)
    information: Matrix = np.asarray((x.T * (n * p * (1 - p))) @ x, dtype=np.float64)
    return p, information


def _inverse(information: Matrix) -> Matrix:
    return np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)
