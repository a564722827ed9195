"""Kappa is that of statsmodels, and hidden where there is none."""

from itertools import chain, repeat

import pytest
from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]

from heard.core.statistics.agreement import ALIKE, kappa
from heard.core.statistics.proportions import wilson

COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]  # Cohen (1960), table 1, of 200: kappa 0.492


def pairs(table: list[list[int]]) -> list[tuple[int, int]]:
    cells = [((i, j), times) for i, row in enumerate(table) for j, times in enumerate(row)]
    return list(chain.from_iterable(repeat(cell, times) for cell, times in cells))


def test_the_first_example_ever_given() -> None:
    found = kappa(pairs(COHEN), minimum_base=30)
    assert found.value is not None
    assert (round(found.value, 3), found.n) == (0.492, 200)


@pytest.mark.parametrize(
    "table", [COHEN, [[20, 5], [10, 15]], [[1, 9], [9, 1]], [[1, 3], [0, 40]], [[30, 1], [1, 0]]]
)
def test_value_and_interval_are_those_of_statsmodels(table: list[list[int]]) -> None:
    found, there = kappa(pairs(table), minimum_base=1), cohens_kappa(table)
    assert found.value == pytest.approx(there.kappa, abs=1e-12)
    assert found.low == pytest.approx(max(there.kappa_low, -1), abs=1e-12)
    assert found.high == pytest.approx(min(there.kappa_upp, 1), abs=1e-12)


def test_who_agree_on_all_may_still_have_been_lucky() -> None:
    found = kappa(pairs([[15, 0], [0, 15]]), minimum_base=30)
    assert (found.value, found.high) == (1.0, 1.0)
    assert found.low == pytest.approx(2 * wilson(30, 30)[0] - 1)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ([[10, 2], [3, 14]], "fewer than 30 were sorted by both"),
        ([[0, 0], [0, 0]], "none"),
        ([[0, 0], [0, 30]], ALIKE),
    ],
)
def test_where_there_is_no_kappa_it_says_why(table: list[list[int]], why: str) -> None:
    found = kappa(pairs(table), minimum_base=30)
    assert (found.value, found.hidden) == (None, why)
