"""What is held back of a table cannot be worked out from what is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.statistics.suppression import SPREAD, Cell, Place, held_back

BASE = 10
CELLS = st.integers(0, 40).flatmap(
    lambda n: st.builds(Cell, n=st.just(n), counted=st.integers(0, n))
)


def table(*counts: tuple[int, int]) -> dict[Place, Cell]:
    return {(at,): Cell(n=n, counted=counted) for at, (n, counted) in enumerate(counts)}


def held(cells: dict[Place, Cell]) -> list[object]:
    return sorted(place[0] for place in held_back([cells], minimum_base=BASE))


def test_nothing_is_held_back_where_all_are_many_and_of_more_than_one_mind() -> None:
    assert held(table((10, 5), (20, 19), (30, 1))) == []


@pytest.mark.parametrize("small", [(9, 5), (20, 0), (20, 20)])
def test_a_small_cell_or_one_of_a_single_mind_goes_with_the_next_smallest(
    small: tuple[int, int],
) -> None:
    assert held(table(small, (31, 15), (30, 15), (40, 15))) == [0, 2]


def test_two_small_ones_hide_each_other_if_there_are_enough_of_them() -> None:
    assert held(table((9, 4), (8, 4), (30, 15))) == [0, 1]
    assert held(table((4, 2), (5, 2), (30, 15), (40, 15))) == [0, 1, 2]


def test_what_can_be_parted_in_one_way_only_hides_nothing() -> None:
    assert held(table((9, 0), (8, 2), (30, 15), (40, 15))) == [0, 1, 2]
    assert held(table((9, 9), (8, 6), (30, 15), (40, 15))) == [0, 1, 2]


def test_where_all_are_held_back_no_more_can_be() -> None:
    assert held(table((3, 1), (30, 15))) == [0, 1]
    assert held(table((3, 1))) == [0]
    assert held({}) == []
    assert held_back([{(0, 0): Cell(n=3, counted=1)}], minimum_base=BASE) == {(0, 0)}


def test_what_one_table_of_the_same_people_holds_back_no_other_shows() -> None:
    one, other = table((12, 0), (30, 15), (40, 15)), table((12, 6), (30, 30), (40, 15))
    assert held_back([one, other], minimum_base=BASE) == {(0,), (1,)}


def test_a_cell_that_stands_alone_between_two_rings_is_hidden_by_another() -> None:
    small = {(r, c) for a in (0, 2) for r in (a, a + 1) for c in (a, a + 1)} | {(0, 2)}
    cells: dict[Place, Cell] = {
        (r, c): Cell(n=9, counted=4) if (r, c) in small else Cell(n=50 + 4 * r + c, counted=20)
        for r in range(4)
        for c in range(4)
    }
    found = held_back([cells], minimum_base=BASE)
    assert small < found
    assert _fixed(cells, found) == []


def test_a_line_alone_shows_nothing_that_its_table_holds_back() -> None:
    cells: dict[Place, Cell] = {
        (r, c): Cell(n=20 + 7 * r + 3 * c, counted=8) for r in range(3) for c in range(3)
    } | {(0, 0): Cell(n=3, counted=1)}
    whole = held_back([cells], minimum_base=BASE)
    line: dict[Place, Cell] = {(c,): cell for (r, c), cell in cells.items() if r == 0}
    assert {(0, *place) for place in held_back([line], minimum_base=BASE)} <= whole


def test_a_table_by_three_cuts_is_refused() -> None:
    with pytest.raises(ValueError, match="a table has 2 cuts at most"):
        held_back([{(1, 2, 3): Cell(n=50, counted=20)}], minimum_base=BASE)


@given(st.lists(CELLS, max_size=7))
def test_of_each_line_what_is_held_back_is_enough_together(cells: list[Cell]) -> None:
    named: dict[Place, Cell] = {(at,): cell for at, cell in enumerate(cells)}
    found = held_back([named], minimum_base=BASE)
    assert all(c.n >= BASE and 0 < c.counted < c.n for p, c in named.items() if p not in found)
    if found and len(found) < len(named):
        together = [named[place] for place in found]
        n, counted = sum(c.n for c in together), sum(c.counted for c in together)
        assert len(found) > 1
        assert n >= BASE
        assert min(counted, n - counted) >= SPREAD


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=2, max_size=5))
def test_no_cell_of_a_table_is_fixed_by_its_totals(rows: list[list[Cell]]) -> None:
    cells: dict[Place, Cell] = {
        (r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)
    }
    found = held_back([cells], minimum_base=BASE)
    if len(found) < len(cells):
        alone = {p for p in found if all(q in found for q in cells if q[0] == p[0] or q[1] == p[1])}
        assert set(_fixed(cells, found)) <= alone


FULL = st.integers(1, 40).flatmap(
    lambda n: st.builds(Cell, n=st.just(n), counted=st.integers(0, n))
)


@given(st.lists(st.lists(FULL, min_size=3, max_size=3), min_size=2, max_size=5))
def test_what_one_cut_holds_back_the_table_by_two_does_not_give_away(
    rows: list[list[Cell]],
) -> None:
    cells: dict[Place, Cell] = {
        (r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)
    }
    sums: dict[Place, Cell] = {
        (r,): Cell(n=sum(c.n for c in row), counted=sum(c.counted for c in row))
        for r, row in enumerate(rows)
    }
    alone = held_back([sums], minimum_base=BASE)
    parts = frozenset(place for place in cells if (place[0],) in alone)
    found = held_back([cells], minimum_base=BASE, also=parts)
    assert parts <= found
    # What somebody knows who has the columns, the rows that are shown, and the cells that are.
    columns = [{p for p in cells if p[1] == at} for at in range(3)]
    told = [{p for p in cells if p[0] == r} for r in range(len(rows)) if (r,) not in alone]
    known = np.array([[float(p in line) for p in cells] for line in [*columns, *told]])
    known = np.vstack([known, *([float(p == q) for p in cells] for q in cells if q not in found)])
    rank = np.linalg.matrix_rank(known)
    for (row,) in alone if len(alone) < len(sums) else ():
        wanted = [float(p[0] == row) for p in cells]
        assert np.linalg.matrix_rank(np.vstack([known, wanted])) > rank


def _fixed(cells: dict[Place, Cell], found: frozenset[Place]) -> list[Place]:
    """Give what the sums of all rows and columns fix: its own row of the sums' row space."""
    order = sorted(found)
    lines = {(axis, place[axis]) for place in cells for axis in (0, 1)}
    sums = np.array([[float(p[axis] == at) for p in order] for axis, at in sorted(lines)])
    if not order:
        return []
    rank = np.linalg.matrix_rank(sums)
    units = np.eye(len(order))
    return [
        place
        for place, unit in zip(order, units, strict=True)
        if np.linalg.matrix_rank(np.vstack([sums, unit])) == rank
    ]
