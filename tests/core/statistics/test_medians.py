"""The median with an interval between two of the values."""

import pytest

from heard.core.statistics.medians import Median, median


def test_the_middle_lies_between_two_order_statistics() -> None:
    """By Conover's table for n = 100 at 95 %: the 40th and the 61st."""
    found = median([float(one) for one in range(100, 0, -1)], minimum_base=10)
    assert found == Median(value=50.5, low=40, high=61, n=100)


def test_few_values_have_their_ends_and_too_few_have_none() -> None:
    assert median([3, 1, 2], minimum_base=3) == Median(value=2, low=1, high=3, n=3)
    assert median([5], minimum_base=1) == Median(value=5, low=5, high=5, n=1)
    assert median([1, 2], minimum_base=3) is None
    with pytest.raises(ValueError, match="at least one"):
        median([], minimum_base=0)
