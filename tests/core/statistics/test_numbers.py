"""Means and medians carry their base and their interval, and hide on too few numbers."""

from collections.abc import Callable

import pytest

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.numbers import mean, median, net_score

TEN = dict.fromkeys(map(float, range(1, 11)), 1)


def test_a_mean_has_its_interval_by_student() -> None:
    found = mean(TEN, minimum_base=10)
    # 5.5 with a standard deviation of 3.02765 among ten: 2.26216 * 0.957427 away.
    assert (found.value, found.n, found.method) == (5.5, 10, "Student 95%")
    assert found.low == pytest.approx(5.5 - 2.16585, abs=5e-6)
    assert found.high == pytest.approx(5.5 + 2.16585, abs=5e-6)


def test_numbers_that_are_all_alike_have_no_width() -> None:
    found = mean({4.0: 12}, minimum_base=10)
    assert (found.low, found.value, found.high) == (4.0, 4.0, 4.0)
    middle = median({4.0: 12}, minimum_base=10)
    assert (middle.low, middle.value, middle.high) == (4.0, 4.0, 4.0)


def test_a_median_lies_between_two_of_the_numbers() -> None:
    found = median(TEN, minimum_base=10)
    assert (found.low, found.value, found.high, found.n) == (2, 5.5, 9, 10)
    assert found.method == "Order statistics 95%"


def test_the_median_of_an_odd_number_is_one_of_them() -> None:
    assert median({0.0: 4, 7.0: 1, 9.0: 4}, minimum_base=1).value == 7.0


def test_six_numbers_are_the_fewest_that_hold_a_median() -> None:
    six = median(dict.fromkeys(map(float, range(6)), 1), minimum_base=1)
    assert (six.low, six.high) == (0, 5)
    assert (
        median(dict.fromkeys(map(float, range(5)), 1), minimum_base=1).hidden
        == "fewer than 6 answers"
    )


@pytest.mark.parametrize("of", [mean, median])
def test_below_the_minimum_base_there_is_no_value_to_leak(of: Callable[..., Estimate]) -> None:
    nine = of({1.0: 4, 2.0: 5}, minimum_base=10)
    assert (nine.value, nine.n, nine.hidden) == (None, 9, "fewer than 10 answers")
    assert of({}, minimum_base=10).hidden == "no answers"
    with pytest.raises(ValueError, match="at least one answer"):
        of(TEN, minimum_base=0)


def test_a_net_score_is_those_above_less_those_below() -> None:
    # 30 said 10, 20 said 9, 15 said 8, 10 said 7, 15 said 5 and 10 said 0.
    found = net_score(50, 25, 100, minimum_base=10)
    assert (found.value, found.n, found.method) == (0.25, 100, "Student 95%")
    away = 1.984217 * (0.6875 / 99) ** 0.5
    assert (found.low, found.high) == pytest.approx((0.25 - away, 0.25 + away), abs=1e-6)


def test_a_net_score_stays_between_its_ends_and_hides_on_few() -> None:
    low, high = net_score(0, 9, 10, minimum_base=10), net_score(9, 0, 10, minimum_base=10)
    assert (low.low, high.high) == (-1.0, 1.0)
    assert not net_score(3, 3, 9, minimum_base=10).shown


@pytest.mark.parametrize(("above", "below"), [(-1, 0), (0, -1), (6, 5)])
def test_a_net_score_counts_nobody_twice(above: int, below: int) -> None:
    with pytest.raises(ValueError, match="nobody is in both"):
        net_score(above, below, 10, minimum_base=1)
