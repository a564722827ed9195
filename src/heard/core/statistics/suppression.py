"""Which cells of a table are held back, so that none can be worked out from the others.

A cell is held back where few stand behind it, or where all of them said the same and that would
tell of them (primary). In a table by several cuts it is held back, too, where few are left of those
who are in some of its groups and not in the others: their number is the sum and difference of
totals. What is left would give it away, since totals are published too; so further cells go with
it, the smallest first (complementary), until in each line with a cell held back

- there are two of them at least, with enough answers together,
- what they come to could be parted in several ways: `spread` or more of it on either side,

and no cell is fixed by all totals together: there is something that can be moved among the cells
held back without changing any total that is shown.

Of a group that a table by fewer cuts holds back no part is shown: the parts of the others would add
up to all but it.

Tables of counts of people, which say nothing of what they answered, have a milder rule in `few`,
which says why.

Sources: the rules of thumb of the Government Statistical Service for tables, and, for what totals
fix, D. Gusfield, "A graph theoretic approach to statistical data security", SIAM Journal on
Computing 17 (1988). His rings of cells are for two cuts; for any number a cell is fixed if and only
if it lies in the row space of the totals, the same in both for two (bounds aside).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from heard.core.statistics.bases import Base

MOST_CUTS = 3  # that may be asked for at once
_FIXED, _NONE = 1 - 1e-6, 1e-9
_MANY = 400  # held back: of a table with more of them nothing is shown, since it would take long

Place: TypeAlias = tuple[Any, ...]
Kept: TypeAlias = tuple[int, ...]  # which cuts of a table a table of totals keeps, in their order
Totals: TypeAlias = Mapping[Kept, AbstractSet[Place]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many answered, and how many of them are counted by the measure.

    `people` are those that the answers are about, or some of many; None where it does not matter.
    """

    n: int
    counted: int
    people: frozenset[str] | None = None

    def __add__(self, other: "Cell") -> "Cell":
        both = None if self.people is None or other.people is None else self.people | other.people
        return Cell(n=self.n + other.n, counted=self.counted + other.counted, people=both)


Table: TypeAlias = Mapping[Place, Cell]
NOBODY = Cell(n=0, counted=0, people=frozenset())


def held_back(
    tables: Iterable[Table],
    *,
    base: Base,
    also: frozenset[Place] = frozenset(),
    totals: Totals | None = None,
    told: AbstractSet[Place] = frozenset(),
) -> frozenset[Place]:
    """Give the places that are held back in all of these tables, by one cut or by several.

    They are about the same people: what one of them shows must not undo what another holds back.
    What a line needs by itself is held back in the whole table, so that a table of that line alone
    gives nothing away either. `totals` has the tables by fewer of the cuts that are published, each
    with the places that it holds back: by default all of them, and none. `also` are places that are
    held back for a reason outside of all these tables. `told` are places that a total gives away
    alone: to hold them back hides no other.
    """
    given = [table for table in tables if table]
    known = every_total(len(next(iter(given[0])))) if totals is None and given else totals or {}
    gone = {*also, *parts(given, known)}
    for cells in given:
        gone |= _small(cells, base, known)
    lines = [[*_lines(cells, known)] for cells in given]
    # What is fixed depends on the places alone, which most tables have in common.
    apart = {frozenset(cells): at for at, cells in enumerate(given)}
    before: set[Place] | None = None
    while gone != before:
        before = {*gone}
        for cells, those in zip(given, lines, strict=True):
            for line in those:
                gone |= _needed(cells, line, gone, base, told)
        if gone == before and gone:
            for at in apart.values():
                gone |= _beside_fixed(given[at], lines[at], gone, known)
    return frozenset(gone)


def every_total(cuts: int) -> dict[Kept, frozenset[Place]]:
    """Give all tables by fewer cuts, none of which holds anything back."""
    return {kept: frozenset() for size in range(cuts) for kept in combinations(range(cuts), size)}


def part(place: Place, kept: Kept) -> Place:
    """Give the place in a table by fewer cuts."""
    return tuple(place[at] for at in kept)


def summed(cells: Table, kept: Kept) -> dict[Place, Cell]:
    """Give a table by fewer cuts."""
    found: dict[Place, Cell] = {}
    for place, cell in cells.items():
        to = part(place, kept)
        found[to] = found.get(to, NOBODY) + cell
    return found


def parts(tables: Sequence[Table], totals: Totals) -> frozenset[Place]:
    """Give the parts of what is held back by fewer cuts."""
    return frozenset(
        place
        for kept, gone in totals.items()
        if gone
        for cells in tables
        for place in cells
        if part(place, kept) in gone
    )


def _small(cells: Table, base: Base, totals: Totals) -> set[Place]:
    """Give the places of few answers, or beside whom few are left in some of their groups."""
    found = {place for place, cell in cells.items() if _is_small(cell, base)}
    many = [place for place in cells if place not in found]
    if not many or not totals:
        return found
    cuts = len(many[0])
    places = [*many, *found]
    columns = [*zip(*places, strict=True)]
    values = [{value: at for at, value in enumerate(dict.fromkeys(one))} for one in columns]
    codes = [
        np.array([known[value] for value in one], dtype=np.int64)
        for known, one in zip(values, columns, strict=True)
    ]
    n = np.array([cells[place].n for place in places])
    # How many are alike in a set of cuts, whatever they are in the others: a column for each set.
    sets = [*totals, tuple(range(cuts))]
    alike = np.empty((len(many), len(sets)))
    for at, kept in enumerate(sets):
        key = np.zeros(len(places), dtype=np.int64)
        for cut in kept:
            key = key * len(values[cut]) + codes[cut]
        _, group = np.unique(key, return_inverse=True)
        alike[:, at] = np.bincount(group, weights=n)[group[: len(many)]]
    sides = np.rint(alike @ _sides(tuple(sets)))
    few = ((sides > 0) & (sides < base.answers)).sum(axis=1)
    return found | {many[at] for at in np.flatnonzero(few)}


def _is_small(cell: Cell, base: Base) -> bool:
    is_of_one_mind = not base.alike and cell.counted in {0, cell.n}
    return cell.n < base.answers or is_of_one_mind or _is_about_few(cell, base)


def _is_about_few(cell: Cell, base: Base) -> bool:
    return cell.people is not None and len(cell.people) < base.people


@cache
def _sides(sets: tuple[Kept, ...]) -> NDArray[np.float64]:
    """Say which sums and differences count those in the groups of some cuts and not of the others.

    A column for each of them, a line for each set of cuts. Only for cuts whose totals are all
    published: where one lies in another (an hour in its part of the day) there is no table without
    the outer one, nor anybody in it and not in that.
    """
    at = {frozenset(kept): line for line, kept in enumerate(sets)}
    whole = max(at, key=len)
    found = []
    for size in range(len(whole) + 1):
        for out in map(frozenset, combinations(sorted(whole), size)):
            signs = {whole - out | one: (-1) ** len(one) for one in _subsets(out)}
            if signs.keys() <= at.keys():
                found.append([signs.get(one, 0) for one in at])
    return np.array(found, dtype=float).T


def _subsets(cuts: frozenset[int]) -> Iterator[frozenset[int]]:
    for size in range(len(cuts) + 1):
        yield from map(frozenset, combinations(sorted(cuts), size))


def _lines(cells: Table, totals: Totals) -> Iterator[Sequence[Place]]:
    """Give the places of each line: those that are alike in all cuts but one."""
    cuts = len(next(iter(cells)))
    for kept in totals:
        if len(kept) == cuts - 1:
            found: dict[Place, list[Place]] = {}
            for place in cells:
                found.setdefault(part(place, kept), []).append(place)
            yield from found.values()


def _needed(
    cells: Table,
    line: Sequence[Place],
    gone: AbstractSet[Place],
    base: Base,
    told: AbstractSet[Place],
) -> set[Place]:
    """Give the places of a line that are held back, with the next smallest until it is enough."""
    held = {place for place in line if place in gone}
    if held <= told or len(held) == len(line):
        return held
    rest = [place for place in by_size(cells, line) if place not in held]
    rest.sort(key=lambda place: place in told)
    while rest and not is_enough([cells[place] for place in held - told], base):
        held.add(rest.pop(0))
    return held


def by_size(cells: Table, line: Iterable[Place]) -> list[Place]:
    """Give places by how many answered, the fewest first."""
    return sorted(line, key=lambda place: (cells[place].n, str(place)))


def is_enough(held: Sequence[Cell], base: Base) -> bool:
    """Tell whether cells are safe to be known together."""
    n, counted = sum(cell.n for cell in held), sum(cell.counted for cell in held)
    if len(held) < len(("one", "another")) or n < base.answers:
        return False
    is_about_few = base.people > 0 and _is_about_few(sum(held, NOBODY), base)
    return not is_about_few and min(counted, n - counted) >= base.spread


def _beside_fixed(
    cells: Table, lines: Sequence[Sequence[Place]], gone: AbstractSet[Place], totals: Totals
) -> set[Place]:
    """Give a place to be held back for each that is fixed by all totals together.

    Who stands alone in a line is known by its total, whatever else is held back.
    """
    if len(next(iter(cells))) < len(("one", "another")):
        return set()
    alone = {line[0] for line in lines if len(line) == 1}
    mixed = [line for line in lines if 0 < sum(p in gone for p in line) < len(line)]
    if not mixed:
        return set()
    held = [place for place in cells if place in gone]
    if len(held) > _MANY:
        return {*cells}
    found: set[Place] = set()
    for place in sorted(fixed(held, totals) - alone, key=str):
        beside = {p for line in mixed if place in line for p in line} - gone - alone
        found.update(by_size(cells, beside)[:1])
    return found


def fixed(held: Iterable[Place], totals: Totals) -> set[Place]:
    """Give the places held back that have only one value with the totals that are shown.

    With the totals as rows A and the places held back as columns, a place is fixed where its unit
    vector lies in the row space: where the projection A'(AA')⁺A onto that space leaves it as it is.
    """
    places = sorted(held, key=str)
    rows = [*_rows(places, totals)]
    if not rows:
        return set()
    matrix = np.zeros((len(rows), len(places)))
    for at, members in enumerate(rows):
        matrix[at, members] = 1
    sizes, vectors = np.linalg.eigh(matrix @ matrix.T)
    there = sizes > sizes[-1] * _NONE
    shares = ((vectors[:, there].T @ matrix) ** 2 / sizes[there, None]).sum(axis=0)
    return {place for place, kept in zip(places, shares, strict=True) if kept > _FIXED}


def _rows(places: Sequence[Place], totals: Totals) -> Iterator[list[int]]:
    """Give for each total that is shown which of the places held back it holds.

    One that is the sum of finer ones, all of which are shown, says no more than they do.
    """
    for kept, hidden in totals.items():
        finer = [one for one in totals if len(one) == len(kept) + 1 and {*kept} < {*one}]
        found: dict[Place, list[int]] = {}
        for at, place in enumerate(places):
            to = part(place, kept)
            if to not in hidden:
                found.setdefault(to, []).append(at)
        for members in found.values():
            parts_of = [{part(places[at], one) for at in members} for one in finer]
            if not any(
                those.isdisjoint(totals[one]) for one, those in zip(finer, parts_of, strict=True)
            ):
                yield members
