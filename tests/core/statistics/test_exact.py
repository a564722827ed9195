"""Parts and rates, rounded once from the exact number."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics import exact


@pytest.mark.parametrize(
    ("number", "places", "said"),
    [
        (Fraction(33_84998, 100_000), 1, "33.8"),  # by way of 33.85 it would be 33.9
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(-1, 20), 1, "-0.1"),
        (Fraction(100), 1, "100.0"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 8), 2, "0.13"),
    ],
)
def test_a_half_is_rounded_up(number: Fraction, places: int, said: str) -> None:
    assert str(exact.rounded(number, places=places)) == said


@given(st.fractions(min_value=-1000, max_value=1000), st.integers(0, 3))
def test_what_is_rounded_is_the_nearest(number: Fraction, places: int) -> None:
    found = exact.rounded(number, places=places)
    assert abs(Fraction(found) - number) <= Fraction(1, 2 * 10**places)
    assert found == found.quantize(Decimal(1).scaleb(-places))


def test_parts_changes_rates_and_parity() -> None:
    assert exact.share(1, 8) == Fraction(25, 2)
    assert exact.change(8, 6) == -25
    assert exact.rate(3, 2_000) == Fraction(3, 2)
    assert exact.parity(10, 100, 20, 400) == 2
    with pytest.raises(ZeroDivisionError):
        exact.share(1, 0)
