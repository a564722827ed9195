"""Levels are numbered in their order, and what belongs to none is named."""

import numpy as np
import pytest

from heard.core.statistics.categories import Coded, Missing, among, coded


def test_levels_are_numbered_in_their_order() -> None:
    found = coded("age", ["35", "16", "35", 2])
    assert (found.levels, found.codes.tolist(), len(found)) == ((2, "16", "35"), [2, 1, 2, 0], 4)
    assert coded("age", found) is found
    assert coded("age", np.array(["b", "a"])).levels == ("a", "b")


@pytest.mark.parametrize("absent", [None, "", float("nan")])
def test_no_level_is_none(absent: str | None) -> None:
    with pytest.raises(Missing, match="age: answer 2 has no value"):
        coded("age", ["a", absent, "b"])
    with pytest.raises(Missing, match="age: answer 1 and 2 more have no value"):
        coded("age", [absent, "a", absent, absent])


@pytest.mark.parametrize("code", [-1, 2])
def test_a_number_without_a_level_is_none(code: int) -> None:
    with pytest.raises(Missing, match="age: answer 2 has no value"):
        coded("age", Coded(levels=("a", "b"), codes=np.array([0, code])))


def test_other_levels_take_the_place_of_these() -> None:
    values = Coded(levels=("a", "b", "unused"), codes=np.array([0, 1, 1]))
    assert among("age", values, ("b", "c", "a")).codes.tolist() == [2, 0, 0]
    with pytest.raises(Missing, match="age: 'b' is no level of it: a, c"):
        among("age", values, ("a", "c"))
