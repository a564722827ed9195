"""What is held back of tables, place by place: slow, and easy to check by eye."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations

import numpy as np

from heard.core.statistics.bases import Base
from heard.core.statistics.cells import NOBODY, Cell, Kept, Place, Table

Totals = Mapping[Kept, AbstractSet[Place]]
Line = Sequence[Place]


def part(place: Place, kept: Kept) -> Place:
    return tuple(place[at] for at in kept)


def every_total(cuts: int) -> dict[Kept, frozenset[Place]]:
    """Give all tables by fewer cuts, none of which holds anything back."""
    return {kept: frozenset() for size in range(cuts) for kept in combinations(range(cuts), size)}


def summed(cells: Table, kept: Kept) -> dict[Place, Cell]:
    """Give a table by fewer cuts."""
    found: dict[Place, Cell] = {}
    for place, cell in cells.items():
        found[part(place, kept)] = found.get(part(place, kept), NOBODY) + cell
    return found


def held_back(
    tables: Sequence[Table], *, base: Base, totals: Totals, told: AbstractSet[Place] = frozenset()
) -> set[Place]:
    """Hold back what is few, then what lines need and what is fixed, until nothing changes."""
    gone = {
        place
        for cells in tables
        for place in cells
        if _is_few(cells[place], base)
        or _is_beside_few(cells, place, base, totals)
        or any(part(place, kept) in hidden for kept, hidden in totals.items())
    }
    before: set[Place] = {()} | gone
    while gone != before:
        before = {*gone}
        for cells in tables:
            for line in lines(cells, totals):
                _hold_enough(cells, line, gone, base, told)
        if gone == before:
            last = {frozenset(cells): cells for cells in tables}
            for cells in last.values():
                gone |= _beside_fixed(cells, gone, totals)
    return gone


def _is_few(cell: Cell, base: Base) -> bool:
    is_of_one_mind = not base.alike and cell.counted in {0, cell.n}
    return cell.n < base.answers or is_of_one_mind or _is_about_few(cell, base)


def _is_about_few(cell: Cell, base: Base) -> bool:
    return cell.people is not None and len(cell.people) < base.people


def _is_beside_few(cells: Table, place: Place, base: Base, totals: Totals) -> bool:
    """Tell whether few are in some of the groups of a place and in none of certain others."""
    every = range(len(place))
    known = {*map(frozenset, totals), frozenset(every)}
    for size in range(len(place) + 1) if totals else ():
        for out in combinations(every, size):
            inside = {*every} - {*out}
            some = [frozenset(one) for s in range(size + 1) for one in combinations(out, s)]
            if any(inside | one not in known for one in some):
                continue
            n = sum(
                cell.n
                for other, cell in cells.items()
                if all(other[at] == place[at] for at in inside)
                and all(other[at] != place[at] for at in out)
            )
            if 0 < n < base.answers:
                return True
    return False


def lines(cells: Table, totals: Totals) -> Iterator[Line]:
    """Give the places of each line: those that are alike in all cuts but one."""
    for kept in totals:
        if len(kept) == len(next(iter(cells))) - 1:
            for to in {part(place, kept) for place in cells}:
                yield [place for place in cells if part(place, kept) == to]


def _hold_enough(
    cells: Table, line: Line, gone: set[Place], base: Base, told: AbstractSet[Place]
) -> None:
    """Hold the smallest of a line back until what is held back of it is enough, what is told last.

    What is told hides nothing, and needs nothing beside it.
    """
    rest = sorted((p for p in line if p not in gone), key=lambda p: (p in told, cells[p].n, str(p)))
    while rest and (held := [cells[place] for place in line if place in gone - told]):
        together = sum(held, NOBODY)
        spread = min(together.counted, together.n - together.counted)
        is_much = len(held) > 1 and together.n >= base.answers and spread >= base.spread
        if is_much and not _is_about_few(together, base):
            return
        gone.add(rest.pop(0))


def _beside_fixed(cells: Table, gone: AbstractSet[Place], totals: Totals) -> set[Place]:
    """Give the smallest in the lines of each place that is fixed, unless it stands alone."""
    every = [*lines(cells, totals)]
    alone = {line[0] for line in every if len(line) == 1}
    mixed = [line for line in every if 0 < len({*line} & gone) < len(line)]
    found: set[Place] = set()
    for place in fixed([place for place in cells if place in gone], totals) - alone:
        beside = {p for line in mixed if place in line for p in line} - gone - alone
        found.update(sorted(beside, key=lambda p: (cells[p].n, str(p)))[:1])
    return found if len(next(iter(cells))) > 1 else set()


def fixed(held: Line, totals: Totals) -> set[Place]:
    """Give what is fixed: its unit vector adds nothing to the rank of the totals shown."""
    sums = [
        [float(part(place, kept) == to) for place in held]
        for kept, hidden in totals.items()
        for to in {part(place, kept) for place in held} - hidden
    ]
    rank = np.linalg.matrix_rank(np.array(sums)) if sums else 0
    units = np.eye(len(held))
    return {
        place
        for place, unit in zip(held, units, strict=True)
        if sums and np.linalg.matrix_rank(np.vstack([sums, unit])) == rank
    }
