"""Complementary suppression in the lines of a table: what goes with what is held back there.

A total less all that is shown of its line is what is held back of it together. So that is enough to
be known: several places, with as many answers as the base, of either side, about enough people.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heard.core.statistics.bases import Base
from heard.core.statistics.cells import Cells, Groups, Mask, Numbers
from heard.core.statistics.people import MANY, numbers_of


@dataclass(frozen=True, slots=True)
class Told:
    """One of the tables, with what is told of it."""

    cells: Cells
    at: int
    told: Mask
    base: Base

    def people(self, lines: Groups, gone: Mask, rest: Numbers) -> tuple[Numbers, Numbers]:
        """Count whom what hides others is about, by line, and with what goes before in its line.

        For each place of the rest how many more of its line are met with it for the first time.
        """
        people = self.cells.people
        if people is None or not self.base.people:
            return np.full(len(lines), MANY), np.zeros_like(rest)
        place, who = people.at(self.at)
        # What is held back comes first, then the rest in its order; what is told hides nothing.
        order = np.full(len(gone), -1)
        order[rest] = 1 + np.arange(len(rest))
        order[gone] = 0
        order[self.told] = -1
        mine = order[place] >= 0
        met, line, who = order[place[mine]], lines.of[place[mine]], who[mine]
        first = np.lexsort((met, who, line))
        met, line, who = met[first], line[first], who[first]
        is_new = np.diff(line, prepend=-1) != 0
        is_new[1:] |= np.diff(who) != 0
        met, line, who = met[is_new], line[is_new], who[is_new]
        by_line = numbers_of(line[met == 0], who[met == 0], length=len(lines))
        later = met > 0
        return by_line, numbers_of(met[later] - 1, who[later], length=len(rest))


def needed(table: Told, lines: Groups, gone: Mask) -> Mask:
    """Say which places go with what is held back of their line: the smallest, until it is enough.

    Not in a line of which nothing is held back but what is told, which goes last.
    """
    cells, at, told = table.cells, table.at, table.told
    there, base = cells.there[at], table.base
    hides = there & ~told
    counts = [np.where(hides, one, 0) for one in (1, cells.n[at], cells.counted[at])]
    sums = [lines.sums(np.where(gone, one, 0)) for one in counts]
    nothing = np.zeros(0, dtype=np.int64)
    lacking = (sums[0] > 0) & ~is_enough([*sums, table.people(lines, gone, nothing)[0]], base)
    rest = np.flatnonzero(there & ~gone & lacking[lines.of])
    rest = rest[np.lexsort((rest, cells.n[at][rest], told[rest], lines.of[rest]))]
    # What is held back with those before each of them in its line: it goes, too, if that is little.
    line = lines.of[rest]
    first = np.flatnonzero(np.diff(line, prepend=-1))
    length = np.diff(first, append=len(line))
    people, more = table.people(lines, gone, rest)
    with_those = []
    for one, those in zip((*sums, people), (*(c[rest] for c in counts), more), strict=True):
        before = np.cumsum(those) - those
        with_those.append(one[line] + before - np.repeat(before[first], length))
    found: Mask = np.zeros_like(gone)
    found[rest[~is_enough(with_those, base)]] = True
    return found


def is_enough(together: Sequence[Numbers], base: Base) -> Mask:
    """Say where so much together gives no place away.

    So many places with so many answers, of which so many count, about so many people.
    """
    places, n, counted, people = together
    spread = np.minimum(counted, n - counted) >= base.spread
    found: Mask = (places > 1) & (n >= base.answers) & spread & (people >= base.people)
    return found
