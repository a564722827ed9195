"""Two shares differ by more than chance, or they do not."""

import pytest

from heard.core.statistics.differences import critical, z_of_difference


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
