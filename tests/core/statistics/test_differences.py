"""Two shares differ by more than chance, or they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest  # type: ignore[import-untyped]

from heard.core.statistics.differences import (
    answers_needed,
    critical,
    newcombe,
    p_of_difference,
    z_of_difference,
)

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_drop_from_october_to_november_of_the_report_is_within_chance() -> None:
    # 42.2 % and 38.3 % of 180 each, a base that fits.
    z = z_of_difference(69, 180, 76, 180)
    assert round(z, 6) == 0.752222
    assert z < critical()


def test_white_and_asian_victims_of_the_report_differ_by_nearly_two_standard_errors() -> None:
    assert round(z_of_difference(16, 54, 115, 264), 2) == 1.90


def test_by_hand() -> None:
    # pooled 0.25, error sqrt(0.25 * 0.75 * 2 / 100) = 0.0612
    assert round(z_of_difference(30, 100, 20, 100), 4) == -1.633


@pytest.mark.parametrize("count", [0, 10])
def test_where_nobody_or_everybody_counts_nothing_differs(count: int) -> None:
    assert z_of_difference(count, 10, 2 * count, 20) == 0.0


def test_one_in_twenty_lies_beyond_the_critical_value() -> None:
    assert round(critical(), 6) == 1.959964
    assert round(critical(0.99), 6) == 2.575829


@pytest.mark.parametrize(("first", "n", "second", "m"), [(1, 0, 1, 1), (2, 1, 0, 1), (0, 1, -1, 1)])
def test_a_count_lies_within_its_base(first: int, n: int, second: int, m: int) -> None:
    with pytest.raises(ValueError, match="each share needs"):
        z_of_difference(first, n, second, m)


@given(one=COUNTS, other=COUNTS)
def test_newcombes_interval_is_that_of_statsmodels(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    expected = confint_proportions_2indep(*other, *one, method="newcomb", compare="diff")
    assert newcombe(*one, *other) == pytest.approx(expected, abs=1e-12)


def test_newcombes_own_example() -> None:
    # 56 of 70 less 48 of 80: 0.0524 to 0.3339 by the tenth method of the article.
    low, high = newcombe(48, 80, 56, 70)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


@given(one=COUNTS, other=COUNTS)
def test_an_interval_holds_its_difference_and_turns_with_the_sides(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = newcombe(*one, *other)
    difference = other[0] / other[1] - one[0] / one[1]
    assert -1 - 1e-9 <= low <= difference + 1e-9
    assert difference - 1e-9 <= high <= 1 + 1e-9
    assert newcombe(*other, *one) == pytest.approx((-high, -low))


def test_enough_answers_are_tested_as_statsmodels_does() -> None:
    _, p = proportions_ztest([76, 69], [180, 180])
    assert p_of_difference(69, 180, 76, 180) == pytest.approx(p)
    assert p_of_difference(69, 180, 76, 180) == p_of_difference(76, 180, 69, 180)


def test_few_are_tested_exactly() -> None:
    # Of 20 with 4 that count, all four fall on one side in 2 * 210 of 4,845 ways.
    assert p_of_difference(0, 10, 4, 10) == pytest.approx(420 / 4845)
    assert p_of_difference(0, 10, 0, 10) == 1
    assert p_of_difference(0.2, 9.8, 4.1, 10.3) == pytest.approx(420 / 4845)


def test_five_expected_in_each_field_are_enough() -> None:
    z = z_of_difference(2, 10, 8, 10)
    assert p_of_difference(2, 10, 8, 10) == pytest.approx(0.0072903581, rel=1e-6)
    assert round(z, 4) == 2.6833
    assert p_of_difference(1, 10, 8, 10) == pytest.approx(0.0054774946, rel=1e-6)


def test_by_a_textbook_the_answers_that_are_needed() -> None:
    # Fleiss, Levin and Paik: 0.25 against 0.40 at 5 % and 80 % power needs 152 a side.
    assert round(answers_needed(0.25, 0.40, power=0.8)) == 152
    assert round(answers_needed(0.421, 0.383)) == 1279
    with pytest.raises(ValueError, match="that are alike"):
        answers_needed(0.4, 0.4)


@given(
    p=st.floats(0.05, 0.95), q=st.floats(0.05, 0.95), ratio=st.floats(0.2, 5), more=st.booleans()
)
def test_with_the_answers_that_are_needed_the_level_is_just_reached(
    p: float, q: float, ratio: float, *, more: bool
) -> None:
    if abs(p - q) < 0.01:
        return
    n = answers_needed(p, q, ratio=ratio) * (1.001 if more else 0.999)
    z = z_of_difference(p * n, n, q * n * ratio, n * ratio)
    assert (abs(z) >= critical()) is more
