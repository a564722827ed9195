"""Tables of counts as arrays: in one order, and added up by fewer columns."""

import numpy as np
import pytest

from heard.core.statistics.cells import Cell, Cells, Table, coded, grouped, numbered

ONE: Table = {("b", 10): Cell(n=3, counted=1), ("a", 9): Cell(n=4, counted=2)}
OTHER: Table = {("a", 9): Cell(n=5, counted=0), ("b", 2): Cell(n=6, counted=6)}


def test_places_come_in_the_order_in_which_they_are_written() -> None:
    cells = Cells.of([ONE, OTHER])
    assert cells.values == (("a", "b"), (10, 2, 9))
    assert cells.codes.tolist() == [[0, 1, 1], [2, 0, 1]]
    assert (cells.n.tolist(), cells.counted.tolist()) == (
        [[4, 3, 0], [5, 0, 6]],
        [[2, 1, 0], [0, 0, 6]],
    )
    assert cells.there.tolist() == [[True, True, False], [True, False, True]]
    assert (len(cells), cells.columns) == (3, 2)


def test_fewer_columns_are_sums() -> None:
    by = Cells.of([ONE, OTHER]).by((0,))
    assert by.values == (("a", "b"),)
    assert (by.n.tolist(), by.counted.tolist()) == ([[4, 3], [5, 6]], [[2, 1], [0, 6]])
    assert by.there.all()
    assert by.by(()).n.tolist() == [[7], [11]]


def test_places_are_found_by_their_values_and_told_by_them() -> None:
    cells = Cells.of([ONE, OTHER])
    found = cells.where([("b", 2), ("c", 2), ("a", 9)])
    mask = np.isin(cells.numbers, found)
    assert mask.tolist() == [True, False, True]
    assert cells.places(mask) == {("a", 9), ("b", 2)}
    assert cells.where([]).tolist() == []


def test_without_places_there_is_nothing() -> None:
    assert (len(Cells.of([])), len(Cells.of([{}]))) == (0, 0)


@pytest.mark.parametrize("spread", [1, 1_000])
def test_few_are_put_together_as_many_are(spread: int) -> None:
    """Where numbers lie far apart they are sorted, else they are looked up in a list."""
    values, codes = coded([one * spread for one in (3, 1, 3, 2)])
    known = [*values, *range(5, 5 + spread)]
    groups = grouped([known, known], np.array([codes, codes]))
    assert groups.of.tolist() == [2, 0, 2, 1]
    assert codes[groups.one].tolist() == [0, 1, 2]
    assert groups.sums(np.array([[1, 2, 3, 4], [1, 1, 1, 1]])).tolist() == [[2, 4, 4], [1, 1, 2]]
    assert groups.any(np.array([False, False, True, False])).tolist() == [False, False, True]


def test_more_places_than_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="too many columns"):
        numbered([range(10)] * 20, np.zeros((20, 1), dtype=np.int64))
