"""Weights of design and non-response, kept within limits, and what they cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.categories import Missing
from heard.core.statistics.margins import WrongMargin
from heard.core.statistics.weights import (
    Limits,
    design_weights,
    diagnose,
    for_nonresponse,
    nonresponse_factors,
    trim,
)

CLASSES = ["north"] * 2 + ["south"] * 3


def test_what_weights_cost() -> None:
    found = diagnose([1, 1, 1, 1, 2, 2, 3, 0.5], trimmed=0.25)
    assert (found.n, found.trimmed) == (8, 0.25)
    assert (found.n_effective, found.design_effect) == pytest.approx((6.223529, 1.285444), abs=1e-6)
    assert (found.smallest, found.largest) == pytest.approx((0.5 / 1.4375, 3 / 1.4375))


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=50))
def test_answers_are_worth_as_many_at_most(weights: list[float]) -> None:
    found = diagnose(weights)
    assert 1 - 1e-9 <= found.n_effective <= found.n
    assert found.design_effect >= 1
    assert found.smallest <= 1 + 1e-9
    assert found.largest >= 1 - 1e-9
    alike = diagnose([weights[0]] * 3)
    assert (alike.n_effective, alike.design_effect) == pytest.approx((3, 1))


def test_whoever_was_drawn_stands_for_as_many() -> None:
    assert design_weights([1, 0.5, 0.1]).tolist() == [1, 2, 10]


@pytest.mark.parametrize("chance", [0, -0.1, 1.2, float("nan")])
def test_a_chance_that_is_none_is_named(chance: float) -> None:
    with pytest.raises(ValueError, match=f"chance 2 is {float(chance)}: it lies above 0"):
        design_weights([1, chance])


def test_those_who_answered_stand_for_all_of_their_class() -> None:
    found = for_nonresponse([1, 3, 1, 1, 2], CLASSES, {"north": 40, "south": 60}, fewest=0)
    assert (found.weights.tolist(), found.log) == ([10, 30, 15, 15, 30], [])


def test_classes_of_few_are_joined_and_logged() -> None:
    found = for_nonresponse([1, 3, 1, 1, 2], CLASSES, {"north": 40, "south": 60}, fewest=3)
    assert found.weights.tolist() == [12.5, 37.5, 12.5, 12.5, 25]
    assert found.log == ["class: north has 2 answers and joined south"]


@pytest.mark.parametrize(
    ("eligible", "error", "words"),
    [
        ({"north": 40}, Missing, "class: 'south' is no level of it: north"),
        ({"north": 40, "south": 0}, WrongMargin, "class: the target of 'south' is 0, not above 0"),
        ({"north": 4, "south": 6, "east": 1}, WrongMargin, "nobody of 'east' answered"),
    ],
)
def test_a_frame_that_does_not_fit_is_named(
    *, eligible: dict[str | int, float], error: type[ValueError], words: str
) -> None:
    with pytest.raises(error, match=words):
        for_nonresponse(np.ones(5), CLASSES, eligible, fewest=0)


def test_factors_come_from_sums_by_class() -> None:
    answered: dict[str | int, tuple[int, float]] = {"north": (2, 4.0), "south": (40, 50.0)}
    factors, joined = nonresponse_factors(
        answered, {"north": 40.0, "south": 60.0, "east": 8.0}, fewest=30
    )
    assert factors == dict.fromkeys(("north", "south", "east"), 2.0)
    assert [step.words for step in joined] == [
        "class: east has 0 answers and joined north",
        "class: north + east has 2 answers and joined south",
    ]
    with pytest.raises(Missing, match="area: 'south' is not in the frame: north"):
        nonresponse_factors(answered, {"north": 40.0}, name="area")


def test_each_weight_has_a_class() -> None:
    with pytest.raises(ValueError, match="4 weights and 5 classes"):
        for_nonresponse(np.ones(4), CLASSES, {"north": 4, "south": 6}, fewest=0)


@given(st.lists(st.floats(0.001, 1_000), min_size=1, max_size=50))
def test_trimmed_weights_keep_their_sum_and_their_limits(weights: list[float]) -> None:
    found, share = trim(weights)
    mean = sum(weights) / len(weights)
    assert found.sum() == pytest.approx(sum(weights), rel=1e-9)
    assert found.min() >= 0.3 * mean * (1 - 1e-9)
    assert found.max() <= 3 * mean * (1 + 1e-9)
    assert 0 <= share <= 1


def test_what_is_cut_off_is_spread_over_the_others() -> None:
    found, share = trim([1.0, 1.0, 1.0, 7.0], Limits(low=0.2, high=2.0))
    assert (found.tolist(), share) == (pytest.approx([5 / 3, 5 / 3, 5 / 3, 5.0]), 0.25)
    same, none = trim([1.0, 2.0])
    assert (same.tolist(), none) == ([1.0, 2.0], 0.0)


@pytest.mark.parametrize(("low", "high"), [(0, 3), (1, 3), (0.3, 1), (float("nan"), 2)])
def test_limits_lie_on_either_side_of_the_mean(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="limits lie on either side of 1"):
        Limits(low=low, high=high)
