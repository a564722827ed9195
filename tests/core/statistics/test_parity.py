"""The index of representation: known values, its laws, and what is refused."""

import pytest

from heard.core.statistics.exact import shortfall
from heard.core.statistics.parity import METHOD, index, missing
from heard.core.statistics.proportions import wilson


def test_an_index_is_a_share_by_that_of_the_population() -> None:
    found = index(17_896, 107_478, 459_607 / 2_299_563, minimum_base=10)
    assert found.value == pytest.approx(0.8331, abs=5e-5)  # the report's table: 38.9 by 46.7
    low, high = wilson(17_896, 107_478)
    part = 459_607 / 2_299_563
    assert (found.low, found.high) == pytest.approx((low / part, high / part))
    assert (found.n, found.method) == (107_478, METHOD)


def test_as_many_as_in_the_population_is_one() -> None:
    assert index(50, 200, 0.25, minimum_base=10).value == 1
    assert index(0, 200, 0.25, minimum_base=10).value == 0
    assert index(200, 200, 1, minimum_base=10).high == 1


def test_few_people_have_no_index() -> None:
    found = index(3, 9, 0.5, minimum_base=10)
    assert (found.value, found.hidden, found.n) == (None, "fewer than 10 people", 9)


@pytest.mark.parametrize(
    ("part", "whole", "population", "base"),
    [(1, 9, 0, 1), (1, 9, 1.1, 1), (1, 9, 0.5, 0), (10, 9, 0.5, 1), (-1, 9, 0.5, 1)],
)
def test_what_is_no_part_is_refused(part: int, whole: int, population: float, base: int) -> None:
    with pytest.raises(ValueError, match="a part of a whole"):
        index(part, whole, population, minimum_base=base)


def test_what_is_missing_is_whole_people_and_never_less_than_none() -> None:
    assert missing(20, 99, 0.25) == 5
    assert missing(25, 100, 0.25) == 0
    assert missing(30, 100, 0.25) == 0


def test_a_shortfall_brings_an_area_up_to_the_rate_of_all_and_one_less_does_not() -> None:
    more = shortfall(17_896, 459_607, 107_478, 2_299_563)
    assert more == 3_586
    assert (17_896 + more) * 2_299_563 >= 107_478 * 459_607 > (17_895 + more) * 2_299_563
    assert shortfall(22_568, 423_436, 107_478, 2_299_563) == 0
    assert shortfall(5, 10, 5, 10) == 0
