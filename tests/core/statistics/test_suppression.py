"""What is held back of a table cannot be worked out from what is shown."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heard.core.statistics.bases import ORDINARY, PEOPLE, STAFF, Base
from heard.core.statistics.cells import Cell, Cells, Kept, Mask, Place, Table
from heard.core.statistics.suppression import fixed, held, held_back
from tests.core.statistics import plain_suppression as plain
from tests.core.statistics.plain_suppression import every_total, part, summed

BASE, SPREAD = PEOPLE.answers, PEOPLE.spread
BASES = [ORDINARY, PEOPLE, STAFF, STAFF.beside(PEOPLE)]
Hidden = Mapping[Kept, AbstractSet[Place]]
CELLS = st.integers(0, 40).flatmap(
    lambda n: st.builds(Cell, n=st.just(n), counted=st.integers(0, n))
)


def table(*counts: tuple[int, int]) -> dict[Place, Cell]:
    return {(at,): Cell(n=n, counted=counted) for at, (n, counted) in enumerate(counts)}


def alone(cells: dict[Place, Cell]) -> list[object]:
    """Give what is held back of a table by one cut."""
    return sorted(place[0] for place in held_back([cells], base=PEOPLE))


def beside(
    tables: Sequence[Table], base: Base, totals: Hidden, told: AbstractSet[Place] = frozenset()
) -> frozenset[Place]:
    """Give what is held back of tables beside others by fewer cuts, which hold places back, too."""
    cells = Cells.of(tables)
    also, known = (np.isin(cells.numbers, cells.where(those)) for those in ((), told))
    return cells.places(held(cells, base=base, totals=masks(cells, totals), also=also, told=known))


def masks(cells: Cells, totals: Hidden) -> dict[Kept, Mask]:
    """Say of each place whether a table of totals holds it back."""
    found = {}
    for kept, gone in totals.items():
        fewer = cells.by(kept)
        found[kept] = np.isin(fewer.numbers, fewer.where(gone))[cells.groups(kept).of]
    return found


def test_nothing_is_held_back_where_all_are_many_and_of_more_than_one_mind() -> None:
    assert alone(table((10, 5), (20, 19), (30, 1))) == []


@pytest.mark.parametrize("small", [(9, 5), (20, 0), (20, 20)])
def test_a_small_cell_or_one_of_a_single_mind_goes_with_the_next_smallest(
    small: tuple[int, int],
) -> None:
    assert alone(table(small, (31, 15), (30, 15), (40, 15))) == [0, 2]


def team(n: int, *people: str) -> Cell:
    return Cell(n=n, counted=n // 2, people=frozenset(people))


def test_answers_about_few_people_are_few_and_hidden_by_those_about_more() -> None:
    cells: dict[Place, Cell] = {
        ("A",): team(90, *"abcd"),
        ("B",): team(30, *"efghi"),
        ("C",): team(20, *"klmno"),
        ("not known",): Cell(n=15, counted=7),
    }
    assert held_back([cells], base=STAFF) == {("A",), ("not known",)}
    del cells["not known",]
    assert held_back([cells], base=STAFF) == {("A",), ("C",)}
    assert held_back([cells], base=STAFF.of(10).beside(ORDINARY)) == {("A",), ("C",)}
    assert held_back([cells], base=ORDINARY) == set()


def test_teams_of_few_hide_each_other_if_they_are_of_enough_people_together() -> None:
    few: dict[Place, Cell] = {("A",): team(90, *"ab"), ("B",): team(80, *"cd")}
    more: dict[Place, Cell] = {("C",): team(95, *"efghi"), ("D",): team(99, *"klmno")}
    assert held_back([few | more], base=STAFF) == {("A",), ("B",), ("C",)}
    few["B",] = team(80, *"cde")
    assert held_back([few | more], base=STAFF) == {("A",), ("B",)}


def test_what_a_total_gives_away_hides_nothing_and_is_held_back_last() -> None:
    cells = table((3, 1), (30, 15), (40, 15), (50, 25))
    told = frozenset({(1,), (2,)})
    assert held_back([cells], base=PEOPLE, told=told) == {(0,), (3,)}
    assert held_back([cells], base=PEOPLE, also=frozenset({(1,)}), told=told) == {(0,), (1,), (3,)}
    of_told = frozenset({(0,), *told})
    assert held_back([cells], base=PEOPLE, told=of_told) == {(0,)}


def test_two_small_ones_hide_each_other_if_there_are_enough_of_them() -> None:
    assert alone(table((9, 4), (8, 4), (30, 15))) == [0, 1]
    assert alone(table((4, 2), (5, 2), (30, 15), (40, 15))) == [0, 1, 2]


def test_what_can_be_parted_in_one_way_only_hides_nothing() -> None:
    assert alone(table((9, 0), (8, 2), (30, 15), (40, 15))) == [0, 1, 2]
    assert alone(table((9, 9), (8, 6), (30, 15), (40, 15))) == [0, 1, 2]


def test_where_all_are_held_back_no_more_can_be() -> None:
    assert alone(table((3, 1), (30, 15))) == [0, 1]
    assert alone(table((3, 1))) == [0]
    assert alone({}) == []
    assert held_back([{(0, 0): Cell(n=3, counted=1)}], base=PEOPLE) == {(0, 0)}


def test_what_one_table_of_the_same_people_holds_back_no_other_shows() -> None:
    one, other = table((12, 0), (30, 15), (40, 15)), table((12, 6), (30, 30), (40, 15))
    assert held_back([one, other], base=PEOPLE) == {(0,), (1,)}


def test_a_cell_that_stands_alone_between_two_rings_is_hidden_by_another() -> None:
    small = {(r, c) for a in (0, 2) for r in (a, a + 1) for c in (a, a + 1)} | {(0, 2)}
    cells: dict[Place, Cell] = {
        (r, c): Cell(n=9, counted=4) if (r, c) in small else Cell(n=50 + 4 * r + c, counted=20)
        for r in range(4)
        for c in range(4)
    }
    found = held_back([cells], base=PEOPLE)
    assert small < found
    assert _fixed(cells, found) == []


def test_a_line_alone_shows_nothing_that_its_table_holds_back() -> None:
    cells: dict[Place, Cell] = {
        (r, c): Cell(n=20 + 7 * r + 3 * c, counted=8) for r in range(3) for c in range(3)
    } | {(0, 0): Cell(n=3, counted=1)}
    whole = held_back([cells], base=PEOPLE)
    line: dict[Place, Cell] = {(c,): cell for (r, c), cell in cells.items() if r == 0}
    assert {(0, *place) for place in held_back([line], base=PEOPLE)} <= whole


def test_those_in_none_of_two_groups_are_not_few() -> None:
    """Of 60, 30 are in the first line and 32 in the first column, 5 of them in neither."""
    counts = {(0, 0): 7 + 10, (0, 1): 13, (1, 0): 15, (1, 1): 5}
    cells: dict[Place, Cell] = {at: Cell(n=n, counted=n // 2) for at, n in counts.items()}
    assert held_back([cells], base=ORDINARY) == {*cells}
    counts[1, 1] = 10
    cells = {at: Cell(n=n, counted=n // 2) for at, n in counts.items()}
    assert held_back([cells], base=ORDINARY) == set()


def test_those_who_all_said_the_same_are_shown_where_nobody_is_told_apart_by_who_they_are() -> None:
    cells = table((12, 12), (30, 15), (40, 15))
    assert held_back([cells], base=ORDINARY) == set()
    assert held_back([cells], base=PEOPLE) == {(0,), (1,)}


def test_of_what_is_held_back_by_fewer_cuts_no_part_is_shown() -> None:
    cells: dict[Place, Cell] = {(r, c): Cell(n=50, counted=25) for r in range(3) for c in range(3)}
    found = beside([cells], PEOPLE, every_total(2) | {(0,): {(0,), (1,)}})
    assert found == {(r, c) for r in (0, 1) for c in range(3)}


def test_of_a_table_in_which_very_many_are_held_back_nothing_is_shown() -> None:
    small: dict[Place, Cell] = {(r, c): Cell(n=2, counted=1) for r in range(25) for c in range(20)}
    large: dict[Place, Cell] = {(r, 20): Cell(n=90 + r, counted=40) for r in range(25)}
    cells = small | large | {(25, c): Cell(n=99, counted=40) for c in range(21)}
    assert held_back([cells], base=PEOPLE) == {*cells}


def test_without_totals_nothing_is_fixed() -> None:
    cells = Cells.of([table((3, 1), (4, 1))])
    every, none = np.array([True, True]), np.array([False, False])
    assert not fixed(cells, every, {}).any()
    assert not fixed(cells, every, {(): none}).any()
    assert fixed(cells, every, {(0,): none}).all()


CUBE = st.lists(CELLS, min_size=12, max_size=12)


@settings(max_examples=60)
@given(CUBE)
def test_no_cell_of_a_table_by_three_cuts_is_fixed_by_its_totals(counts: list[Cell]) -> None:
    order: list[Place] = [(a, b, c) for a in range(2) for b in range(3) for c in range(2)]
    cells = {place: cell for place, cell in zip(order, counts, strict=True) if cell.n}
    few: Sequence[Kept] = ((), (0,), (1,), (2,))
    totals = {kept: _held(summed(cells, kept)) for kept in few}
    for kept in _PAIRS:
        within = {inner: totals[tuple(kept[at] for at in inner)] for inner in every_total(2)}
        sums = summed(cells, kept)
        totals[kept] = beside([sums], ORDINARY, within) if sums else frozenset()
    found = beside([cells], ORDINARY, totals) if cells else frozenset()
    shown = [[float(p == q) for p in cells] for q in cells if q not in found]
    shown += [
        [float(part(p, kept) == to) for p in cells]
        for kept, gone in totals.items()
        for to in {part(p, kept) for p in cells} - gone
    ]
    rank = np.linalg.matrix_rank(np.array(shown)) if shown else 0
    for place in found if len(found) < len(cells) else ():
        lines = [[p for p in cells if part(p, kept) == part(place, kept)] for kept in _PAIRS]
        if min(map(len, lines)) > 1 and any(p not in found for line in lines for p in line):
            unit = [float(p == place) for p in cells]
            assert np.linalg.matrix_rank(np.array([*shown, unit])) > rank, place


_PAIRS: Sequence[Kept] = ((0, 1), (0, 2), (1, 2))


def _held(sums: dict[Place, Cell]) -> frozenset[Place]:
    return held_back([sums], base=ORDINARY) if sums else frozenset()


@given(st.lists(CELLS, max_size=7))
def test_of_each_line_what_is_held_back_is_enough_together(cells: list[Cell]) -> None:
    named: dict[Place, Cell] = {(at,): cell for at, cell in enumerate(cells)}
    found = held_back([named], base=PEOPLE)
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
    found = held_back([cells], base=PEOPLE)
    if len(found) < len(cells):
        whole = {p for p in found if all(q in found for q in cells if q[0] == p[0] or q[1] == p[1])}
        assert set(_fixed(cells, found)) <= whole


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
    gone = held_back([sums], base=PEOPLE)
    parts = frozenset(place for place in cells if (place[0],) in gone)
    found = beside([cells], PEOPLE, every_total(2) | {(0,): gone})
    assert parts <= found
    # What somebody knows who has the columns, the rows that are shown, and the cells that are.
    columns = [{p for p in cells if p[1] == at} for at in range(3)]
    told = [{p for p in cells if p[0] == r} for r in range(len(rows)) if (r,) not in gone]
    known = np.array([[float(p in line) for p in cells] for line in [*columns, *told]])
    known = np.vstack([known, *([float(p == q) for p in cells] for q in cells if q not in found)])
    rank = np.linalg.matrix_rank(known)
    for (row,) in gone if len(gone) < len(sums) else ():
        wanted = [float(p[0] == row) for p in cells]
        assert np.linalg.matrix_rank(np.vstack([known, wanted])) > rank


PLACES: Sequence[Place] = [(a, b, c) for a in ("x", "y") for b in (1, 2, 10) for c in (True, False)]
ABOUT = st.builds(
    lambda cell, people: Cell(n=cell.n, counted=cell.counted, people=people),
    CELLS,
    st.none() | st.frozensets(st.sampled_from("abcdefgh"), max_size=7),
)
SOME = st.lists(st.none() | ABOUT, min_size=len(PLACES), max_size=len(PLACES))
SOME_PLACES = st.sets(st.sampled_from(PLACES), max_size=4)


@settings(max_examples=80)
@given(st.lists(SOME, min_size=1, max_size=2), st.sampled_from(BASES), st.data())
def test_as_arrays_all_is_decided_as_place_by_place(
    counts: list[list[Cell | None]], base: Base, data: st.DataObject
) -> None:
    """With totals that hold some back or are not published, and tables without some places.

    What is told hides nothing, and answers are about people, or about any.
    """
    tables: list[Table] = [
        {place: cell for place, cell in zip(PLACES, those, strict=True) if cell is not None}
        for those in counts
    ]
    tables = [one for one in tables if one]
    if not tables:
        return
    totals = {
        kept: data.draw(
            st.sets(st.sampled_from(sorted({part(p, kept) for p in PLACES})), max_size=2)
        )
        for kept in data.draw(st.sets(st.sampled_from([*every_total(3)])).map(sorted))
    }
    told = data.draw(SOME_PLACES)
    found = beside(tables, base, totals, told)
    assert found == plain.held_back(tables, base=base, totals=totals, told=told)


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
