"""Sums that can be added up anywhere give the figures that the answers themselves give."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics import linearised
from heard.core.statistics.designs import LonelyUnit, design
from heard.core.statistics.linearised import Linearised
from heard.core.statistics.moments import NONE, Part, mean, moments, total

ANSWERS = st.lists(
    st.tuples(st.floats(0.1, 50), st.integers(0, 10), st.booleans()), min_size=2, max_size=60
)


def _alike(one: Linearised, other: Linearised) -> None:
    # The closed form subtracts sums of squares: where answers are alike, half of the digits go.
    digits = 1e-6 * (1 + abs(other.value))
    assert astuple(one)[:5] == pytest.approx(astuple(other)[:5], rel=1e-6, abs=digits)


@given(ANSWERS)
def test_without_strata(answers: list[tuple[float, int, bool]]) -> None:
    w, y, _ = map(np.array, zip(*answers, strict=True))
    drawn, sums = design(w), [Part(moments=moments(w, y))]
    _alike(mean(sums), linearised.mean(drawn, y))
    _alike(total(sums), linearised.total(drawn, y))


@given(ANSWERS)
def test_in_a_domain(answers: list[tuple[float, int, bool]]) -> None:
    w, y, inside = map(np.array, zip(*[(1.0, 3, True), *answers], strict=True))
    sums = [Part(moments=moments(w[inside], y[inside]), sampled=len(w))]
    _alike(mean(sums), linearised.mean(design(w), y, domain=inside))
    _alike(total(sums), linearised.total(design(w), y, domain=inside))


@given(ANSWERS, ANSWERS)
def test_in_strata_of_finite_populations(
    first: list[tuple[float, int, bool]], second: list[tuple[float, int, bool]]
) -> None:
    w, y, _ = map(np.array, zip(*first, *second, strict=True))
    strata = ["a"] * len(first) + ["b"] * len(second)
    drawn = design(w, strata=strata, population={"a": 200, "b": 90})
    at = len(first)
    sums = [
        Part(moments=moments(w[:at], y[:at]), left=1 - len(first) / 200),
        Part(moments=moments(w[at:], y[at:]), left=1 - len(second) / 90),
    ]
    _alike(mean(sums), linearised.mean(drawn, y))
    _alike(total(sums), linearised.total(drawn, y))


def test_the_design_effect_is_the_same() -> None:
    w, y = np.array([1.0, 2, 4, 1, 3]), np.array([0.0, 1, 1, 0, 1])
    found = mean([Part(moments=moments(w, y))])
    assert found.design_effect == pytest.approx(linearised.mean(design(w), y).design_effect)
    assert mean([Part(moments=moments(w, np.ones(5)))]).design_effect is None


def test_moments_add_up() -> None:
    w, y = np.array([1.0, 2.0, 0.5]), np.array([3.0, 4.0, 8.0])
    assert moments(w[:1], y[:1]) + moments(w[1:], y[1:]) == moments(w, y)


def test_a_part_of_which_nobody_answered_adds_nothing() -> None:
    w, y = np.array([1.0, 2.0, 0.5]), np.array([3.0, 4.0, 8.0])
    one = Part(moments=moments(w, y))
    assert mean([one, Part(moments=NONE, sampled=4)]) == mean([one])


def test_a_part_that_was_asked_whole_adds_no_error() -> None:
    alone = Part(moments=moments([2.0], [1.0]), left=0.0)
    assert total([alone]).error == 0.0


@pytest.mark.parametrize(
    ("parts", "words", "error"),
    [
        ([], "needs an answer", ValueError),
        ([Part(moments=NONE)], "needs an answer", ValueError),
        ([Part(moments=moments([1.0], [1.0]))], "has one answer", LonelyUnit),
        (
            [Part(moments=moments([1.0, 1.0], [1.0, 0.0]), sampled=1)],
            "2 answers of 1 that were drawn",
            ValueError,
        ),
    ],
)
def test_what_has_no_variance_is_refused(
    *, parts: list[Part], words: str, error: type[ValueError]
) -> None:
    with pytest.raises(error, match=words):
        mean(parts)
