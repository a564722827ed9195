"""Tables of counts as arrays: in one order, and added up by fewer columns."""

import numpy as np
import pytest

from heard.core.statistics.cells import Cell, Cells, Table, coded, grouped, numbered
from heard.core.statistics.people import MANY, People

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


A, B = ("x", 1), ("y", 1)
TEAMS: Table = {
    A: Cell(n=3, counted=1, people=frozenset("ab")),
    B: Cell(n=4, counted=1, people=frozenset("bc")),
    ("y", 2): Cell(n=5, counted=0),
    ("z", 3): Cell(n=6, counted=6, people=frozenset()),
}


def test_whom_answers_are_about_is_each_counted_once() -> None:
    cells = Cells.of([TEAMS, {A: TEAMS[A]}])
    assert cells.tables() == [TEAMS, {A: TEAMS[A]}]
    by = cells.by((1,))
    assert by.people is not None
    assert by.people.number(0, 3).tolist() == [3, MANY, 0]
    assert by.people.number(1, 3).tolist() == [2, 0, 0]
    assert by.tables() == [
        {
            (1,): Cell(n=7, counted=2, people=frozenset("abc")),
            (2,): TEAMS["y", 2],
            (3,): TEAMS["z", 3],
        },
        {(1,): TEAMS[A]},
    ]


def test_where_it_does_not_matter_whom_answers_are_about_nothing_is_kept_of_it() -> None:
    cells = Cells.of([ONE, OTHER])
    assert (cells.people, cells.by((0,)).people) == (None, None)
    assert cells.tables() == [ONE, OTHER]


def test_people_of_rows_are_those_of_each_table_that_has_the_place() -> None:
    people = People.of([(0, 0, frozenset("ab")), (0, 1, frozenset("c")), (0, 2, frozenset("d"))])
    assert people is not None
    there = np.array([[True, False], [True, True]])
    laid = people.moved(np.array([1, -1, 0])).laid(there)
    assert laid.pairs.tolist() == [[0, 1, 1, 1], [0, 0, 1, 1], [3, 3, 0, 1]]


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
