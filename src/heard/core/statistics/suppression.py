"""Which cells of a table are held back, so that none can be worked out from the others.

A cell is held back where few stand behind it, or where all of them said the same (primary). What
is left would give it away, since totals are published too; so further cells go with it, the
smallest first (complementary), until in each line with a cell held back

- there are two of them at least, with enough answers together,
- what they come to could be parted in several ways: `SPREAD` or more of it on either side,

and, in a table of two cuts, no cell is fixed by all lines together: each lies on a ring of cells
held back, along which something can be moved without changing any total.

Tables of counts of people, which say nothing of what they answered, have a milder rule in `few`,
which says why.

Sources: the rules of thumb of the Government Statistical Service for tables, and, for the ring,
D. Gusfield, "A graph theoretic approach to statistical data security", SIAM Journal on Computing
17 (1988): in a table with its totals, and bounds aside, a suppressed cell is exposed if and only
if it is a bridge.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

SPREAD = 3
MOST_CUTS = 2

Place: TypeAlias = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many answered, and how many of them are counted by the measure."""

    n: int
    counted: int


def held_back(
    tables: Iterable[Mapping[Place, Cell]],
    *,
    minimum_base: int,
    also: frozenset[Place] = frozenset(),
) -> frozenset[Place]:
    """Give the places, by one cut or by two, that are held back in all of these tables.

    They are about the same people: what one of them shows must not undo what another holds back.
    `also` are places that are held back for a reason outside of them. ValueError for more cuts.
    """
    given, gone, before = list(tables), also, None
    while gone != before:
        before = gone
        for cells in given:
            gone |= _held_back(cells, gone & cells.keys(), minimum_base=minimum_base)
    return gone


def _held_back(
    cells: Mapping[Place, Cell], also: frozenset[Place], *, minimum_base: int
) -> frozenset[Place]:
    """Give what is held back of one table, in which some is held back because of another.

    What a line needs by itself is held back in the whole table as well, so that a table of that
    line alone gives nothing away either.
    """
    if any(len(place) > MOST_CUTS for place in cells):
        raise ValueError(f"a table has {MOST_CUTS} cuts at most")
    gone = {place for place, cell in cells.items() if _is_small(cell, minimum_base)} | also
    lines = [*_lines(cells)]
    gone |= {place for line in lines for place in _needed(cells, line, gone, minimum_base)}
    while more := _more(cells, lines, gone, minimum_base):
        gone |= more
    return frozenset(gone)


def _is_small(cell: Cell, minimum_base: int) -> bool:
    return cell.n < minimum_base or cell.counted in {0, cell.n}


def _lines(cells: Mapping[Place, Cell]) -> Iterator[Sequence[Place]]:
    """Give the places of each line: those that are alike in all cuts but one."""
    cuts = max(map(len, cells), default=0)
    for cut in range(cuts):
        found: dict[Place, list[Place]] = {}
        for place in cells:
            found.setdefault(place[:cut] + place[cut + 1 :], []).append(place)
        yield from found.values()


def _more(
    cells: Mapping[Place, Cell], lines: Sequence[Sequence[Place]], gone: set[Place], base: int
) -> set[Place]:
    """Give what a line, or else a cell that is fixed by all lines together, needs besides."""
    for line in lines:
        if more := _needed(cells, line, gone, base) - gone:
            return more
    for place in sorted(gone, key=str):
        if len(place) == MOST_CUTS and _is_bridge(place, gone):
            beside = [line for line in lines if place in line]
            if rest := [p for line in beside for p in _by_size(cells, line) if p not in gone]:
                return {rest[0]}
    return set()


def _needed(
    cells: Mapping[Place, Cell], line: Sequence[Place], gone: set[Place], base: int
) -> set[Place]:
    """Give the places of a line that are held back, with the next smallest until it is enough."""
    held = {place for place in line if place in gone}
    rest = [place for place in _by_size(cells, line) if place not in held]
    while held and rest and not _is_enough([cells[place] for place in held], base):
        held.add(rest.pop(0))
    return held


def _by_size(cells: Mapping[Place, Cell], line: Sequence[Place]) -> list[Place]:
    return sorted(line, key=lambda place: (cells[place].n, str(place)))


def _is_enough(held: Sequence[Cell], base: int) -> bool:
    n, counted = sum(cell.n for cell in held), sum(cell.counted for cell in held)
    return len(held) > 1 and n >= base and min(counted, n - counted) >= SPREAD


def _is_bridge(place: Place, gone: set[Place]) -> bool:
    """Tell whether no ring of cells held back runs through this one."""
    row, column = (0, place[0]), (1, place[1])
    edges = [((0, p[0]), (1, p[1])) for p in gone if p != place]
    reached, grows = {row}, True
    while grows:
        more = {end for edge in edges for end in edge if reached & {*edge}} - reached
        grows = bool(more)
        reached |= more
    return column not in reached
