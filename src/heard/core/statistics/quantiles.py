"""Quantiles of the distributions that intervals are made from.

SciPy is loaded when the first is asked for: it takes half a second, which most commands need not
wait for.
"""

from importlib import import_module
from math import isinf
from statistics import NormalDist


def normal(confidence: float) -> float:
    """Return how far from 0 the middle of the normal distribution reaches at this confidence."""
    _require(confidence)
    return NormalDist().inv_cdf((1 + confidence) / 2)


def student(freedom: float, confidence: float) -> float:
    """Return the same for Student's t; with infinitely many degrees of freedom it is normal.

    Raises ValueError where there are none.
    """
    _require(confidence)
    if not freedom > 0:
        raise ValueError("Student's t needs degrees of freedom above 0")
    if isinf(freedom):
        return normal(confidence)
    return float(import_module("scipy.special").stdtrit(freedom, (1 + confidence) / 2))


def beta(probability: float, a: float, b: float) -> float:
    """Return the value that a beta distribution stays below with this probability.

    With `a` 0 all of it lies at 0, with `b` 0 at 1.
    """
    if not (a > 0 or b > 0):
        raise ValueError("a beta distribution needs a parameter above 0")
    if not a > 0:
        return 0.0
    return float(import_module("scipy.special").betaincinv(a, b, probability)) if b > 0 else 1.0


def _require(confidence: float) -> None:
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
