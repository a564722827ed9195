"""Rates by exposure with exact intervals, against tables, and what chance makes of counts."""

from math import comb

import pytest

from heard.core.statistics.exposure import p_of_burst, p_of_excess, rate


def test_a_rate_has_the_exact_interval_of_garwood() -> None:
    """The limits of a count at 95 % as they are tabled: 0 to 3.689, 1.624 to 11.668 for five."""
    none, five = rate(0, 100), rate(5, 100)
    assert (none.value, none.low, round(none.high, 3)) == (0, 0, 3.689)
    assert (five.value, round(five.low, 3), round(five.high, 3)) == (5, 1.623, 11.668)


def test_who_meets_more_people_is_not_thanked_more_often_for_that() -> None:
    busy, quiet = rate(20, 1_000), rate(2, 100)
    assert busy.value == quiet.value == 2
    assert quiet.low < busy.low < busy.high < quiet.high


def test_an_excess_is_held_against_what_the_share_of_the_exposure_makes() -> None:
    by_hand = sum(comb(10, k) * 0.25**k * 0.75 ** (10 - k) for k in range(6, 11))
    assert p_of_excess(6, 100, others=4, elsewhere=300) == pytest.approx(by_hand)
    assert p_of_excess(0, 100, others=4, elsewhere=300) == 1


def test_a_burst_is_held_against_moments_by_chance() -> None:
    spread = [float(hour * 3_600) for hour in range(10)]
    assert p_of_burst(spread, within=600) == (1, 1.0)
    most, p = p_of_burst([*spread, *(100.0 + n for n in range(5))], within=600)
    assert most == 6
    assert p < 1e-4
    assert p_of_burst([], within=600) == (0, 1.0)
    assert p_of_burst([0.0, 1.0, 2.0, 3.0], within=600) == (4, 1.0)
    assert p_of_burst([0.0, 9_999.0], within=600) == (1, 1.0)


def test_what_makes_no_rate_is_refused() -> None:
    for wrong in (
        lambda: rate(-1, 10),
        lambda: rate(1, 0),
        lambda: p_of_excess(1, 0, others=1, elsewhere=1),
        lambda: p_of_excess(1, 1, others=-1, elsewhere=1),
    ):
        with pytest.raises(ValueError, match="an exposure of one at least"):
            wrong()
    with pytest.raises(ValueError, match="longer than no time"):
        p_of_burst([1.0], within=0)
