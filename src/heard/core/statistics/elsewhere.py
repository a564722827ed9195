"""What is held back beside the totals of another column, in which most values of a column lie.

A team works in one area, most of the time. So all answers about an area, less those of the teams
that work nowhere else and are shown, are those of the others: of teams that are held back, and of
those from elsewhere that came to help. The lines of a table by team do not know its areas, and
would let few of them through.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np

from heard.core.statistics.bases import Base
from heard.core.statistics.cells import NOBODY, Cell, Place, Table
from heard.core.statistics.complementary import is_enough
from heard.core.statistics.people import MANY

_Line = Mapping[Place, Mapping[Any, Cell]]  # of each place of a line what lies in which total


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Where the columns stand in the places of a table: the one, and that of the other totals."""

    inner: int
    outer: int

    def place(self, place: Place) -> Place:
        """Give the place without the other column."""
        return place[: self.outer] + place[self.outer + 1 :]

    def line(self, place: Place) -> Place:
        """Give what places of a line, and the totals beside them, have in common."""
        return tuple(v for at, v in enumerate(place) if at not in {self.inner, self.outer})


def beside_totals(
    tables: Sequence[Table], *, across: Across, gone: AbstractSet[Place], base: Base
) -> set[Place]:
    """Give places to be held back besides, so that no totals less what is shown leave few.

    The tables have both columns; `gone` and what is given are places without the other one. Looked
    at are each total, and all totals together that one shown place lies in.
    """
    found: set[Place] = set()
    for cells in tables:
        for line in _lines(cells, across):
            found |= _beside(line, gone | found, base)
    return found


def told_alone(
    places: AbstractSet[Place], *, across: Across, gone: AbstractSet[Place]
) -> frozenset[Place]:
    """Give the places by both columns that are all of a place by the one, and known by it.

    `gone` are the places by the one that are held back.
    """
    number: dict[Place, int] = {}
    for place in places:
        to = across.place(place)
        number[to] = number.get(to, 0) + 1
    alone = {to for to, times in number.items() if times == 1} - gone
    return frozenset(place for place in places if across.place(place) in alone)


def _lines(cells: Table, across: Across) -> Iterator[_Line]:
    lines: dict[Place, dict[Place, dict[Any, Cell]]] = {}
    for place, cell in cells.items():
        line = lines.setdefault(across.line(place), {})
        line.setdefault(across.place(place), {})[place[across.outer]] = cell
    yield from lines.values()


def _beside(line: _Line, gone: AbstractSet[Place], base: Base) -> set[Place]:
    sizes = {place: sum(cells.values(), NOBODY) for place, cells in line.items()}
    found: set[Place] = set()
    before: set[Place] | None = None
    while found != before:
        before = {*found}
        shown = {place: {*cells} for place, cells in line.items() if place not in gone | found}
        totals = {frozenset((one,)) for cells in line.values() for one in cells}
        totals |= {frozenset(areas) for areas in shown.values()}
        for total in sorted(totals, key=lambda one: (len(one), sorted(map(str, one)))):
            inside = [one for one, areas in shown.items() if areas <= total and one not in found]
            rest = _rest(line, total, inside)
            if inside and not _is_safe(rest, gone | found, base):
                found.add(min(inside, key=lambda place: (sizes[place].n, repr(place))))
    return found


def _rest(line: _Line, total: AbstractSet[Any], inside: Sequence[Place]) -> dict[Place, Cell]:
    """Give what is left of a total without these, place by place."""
    parts = {
        place: [cell for one, cell in cells.items() if one in total]
        for place, cells in line.items()
        if place not in inside
    }
    return {place: sum(cells, NOBODY) for place, cells in parts.items() if cells}


def _is_safe(rest: Mapping[Place, Cell], gone: AbstractSet[Place], base: Base) -> bool:
    """Tell whether the rest may be known: it is nobody or enough, and no held place by itself."""
    if not rest:
        return True
    found = sum(rest.values(), NOBODY)
    people = MANY if found.people is None else len(found.people)
    if rest.keys() & gone:
        together = (len(rest), found.n, found.counted, people)
        return bool(is_enough([np.array(one) for one in together], base))
    return found.n >= base.answers and people >= base.people
