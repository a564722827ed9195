"""Parts, changes and rates of counts, rounded once and half up from the exact number.

A number that is rounded twice, or kept as a binary fraction first, can come out one off: 33.84998
is 33.8, and would be 33.9 by way of 33.85.
"""

from decimal import Decimal
from fractions import Fraction

HUNDRED, THOUSAND = 100, 1000


def rounded(exact: Fraction, *, places: int = 1) -> Decimal:
    """Round an exact number half up, away from zero, to so many decimal places."""
    scale = 10**places
    shifted = abs(exact) * scale
    whole = int(shifted + Fraction(1, 2))
    sign = -1 if exact < 0 else 1
    return Decimal(sign * whole).scaleb(-places)


def share(part: int, whole: int) -> Fraction:
    """Give a part of a whole in per cent. ZeroDivisionError where there is no whole."""
    return Fraction(HUNDRED * part, whole)


def change(before: int, after: int) -> Fraction:
    """Give by how many per cent a count changed. ZeroDivisionError where there was none before."""
    return Fraction(HUNDRED * (after - before), before)


def rate(count: int, population: int) -> Fraction:
    """Give how many there are for each thousand of a population."""
    return Fraction(THOUSAND * count, population)


def parity(count: int, population: int, all_counted: int, all_population: int) -> Fraction:
    """Give the rate of one area as a multiple of that of all: 1 where there are as many."""
    return Fraction(count * all_population, population * all_counted)


def shortfall(count: int, population: int, all_counted: int, all_population: int) -> int:
    """Give how many more it takes to reach the rate of all as that is now; 0 where none."""
    return max(-(-population * all_counted // all_population) - count, 0)
