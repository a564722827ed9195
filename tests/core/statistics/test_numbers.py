"""Means and medians carry their base and their interval, and hide on too few numbers."""

from collections.abc import Callable

import pytest

from heard.core.statistics import numbers
from heard.core.statistics.estimate import Estimate
from heard.core.statistics.numbers import mean, median

TEN = dict.fromkeys(map(float, range(1, 11)), 1)


# Known quantiles of Student's t at 97.5 %, as any table has them.
@pytest.mark.parametrize(
    ("freedom", "quantile"),
    [(5, 2.5706), (9, 2.2622), (14, 2.1448), (29, 2.0452), (99, 1.9842), (10_000, 1.9602)],
)
def test_the_quantile_of_student_is_that_of_the_tables(freedom: int, quantile: float) -> None:
    assert numbers._student(freedom, 0.95) == pytest.approx(quantile, abs=0.001)  # noqa: SLF001


def test_a_mean_has_its_interval_by_student() -> None:
    found = mean(TEN, minimum_base=10)
    # 5.5 with a standard deviation of 3.02765 among ten: 2.26216 * 0.957427 away.
    assert (found.value, found.n, found.method) == (5.5, 10, "Student 95%")
    assert found.low == pytest.approx(5.5 - 2.16585, abs=2e-4)
    assert found.high == pytest.approx(5.5 + 2.16585, abs=2e-4)


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
