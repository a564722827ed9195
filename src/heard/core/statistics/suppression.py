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
from functools import cache
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from heard.core.statistics.bases import Base
from heard.core.statistics.cells import Cells, Groups, Kept, Mask, Numbers, Place, Table
from heard.core.statistics.complementary import Told, needed

MOST_CUTS = 3  # that may be asked for at once
_FIXED, _NONE = 1 - 1e-6, 1e-9
_MANY = 400  # held back: of a table with more of them nothing is shown, since it would take long

Totals: TypeAlias = Mapping[Kept, Mask]
Line: TypeAlias = NDArray[np.float64]


def held_back(
    tables: Iterable[Table],
    *,
    base: Base,
    also: frozenset[Place] = frozenset(),
    told: frozenset[Place] = frozenset(),
) -> frozenset[Place]:
    """Give the places that are held back in all of these tables, by one cut or by several.

    All tables by fewer of the cuts are published, and hold nothing back. `also` are places that are
    held back for a reason outside of all these tables. `told` are places that a total gives away
    alone: to hold them back hides no other.
    """
    cells = Cells.of(tables)
    gone, known = (np.isin(cells.numbers, cells.where(those)) for those in (also, told))
    found = held(cells, base=base, totals=every_total(cells), also=gone, told=known)
    return cells.places(found)


def every_total(cells: Cells) -> dict[Kept, Mask]:
    """Give all tables by fewer cuts, none of which holds anything back."""
    cuts = range(cells.columns)
    nothing = np.zeros(len(cells), dtype=bool)
    return {kept: nothing for size in cuts for kept in combinations(cuts, size)}


def held(cells: Cells, *, base: Base, totals: Totals, also: Mask, told: Mask | None = None) -> Mask:
    """Say of each place of these tables whether it is held back in all of them.

    They are about the same people: what one of them shows must not undo what another holds back.
    What a line needs by itself is held back in the whole table, so that a table of that line alone
    gives nothing away either. `totals` are the tables by fewer of the cuts that are published: for
    each place, whether it is a part of what that table holds back. `also` and `told` are as above.
    """
    gone = also.copy()
    known = np.zeros_like(gone) if told is None else told
    for hidden in totals.values():
        gone |= hidden
    for at in range(len(cells.n)):
        gone |= _small(cells, at, base, totals)
    lines = [cells.groups(kept) for kept in totals if len(kept) == cells.columns - 1]
    # What is fixed depends on the places alone, which most tables have in common.
    apart = {line.tobytes(): at for at, line in enumerate(cells.there)}
    before: Mask | None = None
    while before is None or (gone != before).any():
        before = gone.copy()
        for at in range(len(cells.n)):
            for line in lines:
                gone |= needed(Told(cells, at, known, base), line, gone)
        if gone.any() and (gone == before).all():
            for at in apart.values():
                gone |= _beside_fixed(cells, at, lines, gone, totals)
    return gone


def _small(cells: Cells, at: int, base: Base, totals: Totals) -> Mask:
    """Say which places have few answers, or beside whom few are left in some of their groups."""
    n, counted, there = cells.n[at], cells.counted[at], cells.there[at]
    few: Mask = n < base.answers
    if not base.alike:
        few = few | (counted == 0) | (counted == n)
    if cells.people and base.people:
        few = few | (cells.people.number(at, len(cells)) < base.people)
    few = few & there
    if not totals or not (there & ~few).any():
        return few
    # How many are alike in a set of cuts, whatever they are in the others: a column for each set.
    sets = [*totals, tuple(range(cells.columns))]
    alike = np.empty((len(cells), len(sets)))
    for column, kept in enumerate(sets):
        groups = cells.groups(kept)
        alike[:, column] = groups.sums(n)[groups.of]
    sides = np.rint(alike @ _sides(tuple(sets)))
    found: Mask = few | (there & ((sides > 0) & (sides < base.answers)).any(axis=1))
    return found


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


def _beside_fixed(
    cells: Cells, at: int, lines: Sequence[Groups], gone: Mask, totals: Totals
) -> Mask:
    """Say which place is held back for each that is fixed by all totals together.

    Who stands alone in a line is known by its total, whatever else is held back.
    """
    found: Mask = np.zeros_like(gone)
    if cells.columns < len(("one", "another")):
        return found
    there = cells.there[at]
    held = gone & there
    alone, mixed = np.zeros_like(gone), []
    for line in lines:
        sizes = np.bincount(line.of[there], minlength=len(line))
        alone |= (sizes == 1)[line.of]
        some = np.bincount(line.of[held], minlength=len(line))
        mixed.append(((some > 0) & (some < sizes))[line.of] & there)
    if not any(one.any() for one in mixed):
        return found
    if np.count_nonzero(held) > _MANY:
        found[:] = cells.there[at]
        return found
    for place in np.flatnonzero(fixed(cells, held, totals) & ~alone):
        beside = np.zeros_like(gone)
        for line, some in zip(lines, mixed, strict=True):
            beside |= some & (line.of == line.of[place])
        rest = np.flatnonzero(beside & ~gone & ~alone)
        found[rest[np.argsort(cells.n[at][rest], kind="stable")[:1]]] = True
    return found


def fixed(cells: Cells, held: Mask, totals: Totals) -> Mask:
    """Say which places held back have only one value with the totals that are shown.

    With the totals as rows A and the places held back as columns, a place is fixed where its unit
    vector lies in the row space: where the projection A'(AA')⁺A onto that space leaves it as it is.
    Places that no total ties to others are looked at apart.
    """
    places = np.flatnonzero(held)
    rows = [*_rows(cells, places, totals)]
    found = np.zeros_like(held)
    apart = np.arange(len(places))
    before = None
    while before is None or (apart != before).any():
        before = apart.copy()
        for groups, shown in rows:
            least = np.full(len(groups), len(places))
            np.minimum.at(least, groups.of[shown], apart[shown])
            apart[shown] = least[groups.of[shown]]
    for _, shown in rows:
        found[places[shown]] = True  # where one is tied to no other; for the rest see below
    names, sizes = np.unique(apart, return_counts=True)
    for one in names[sizes > 1]:
        mine = apart == one
        matrix = np.vstack([_matrix(groups.of[mine], shown[mine]) for groups, shown in rows])
        found[places[mine]] = _in_row_space(matrix)
    return found


def _matrix(of: Numbers, shown: Mask) -> Line:
    """Give a row for each group that is shown, with the places in it."""
    named, row = np.unique(of[shown], return_inverse=True)
    found = np.zeros((len(named), len(of)))
    found[row, np.flatnonzero(shown)] = 1
    return found


def _in_row_space(matrix: Line) -> Mask:
    """Say which unit vectors lie in the space that the rows span."""
    is_wide = len(matrix) < matrix.shape[1]
    sizes, vectors = np.linalg.eigh(matrix @ matrix.T if is_wide else matrix.T @ matrix)
    there = sizes > sizes[-1] * _NONE
    if is_wide:
        shares = ((vectors[:, there].T @ matrix) ** 2 / sizes[there, None]).sum(axis=0)
    else:
        shares = (vectors[:, there] ** 2).sum(axis=1)
    found: Mask = shares > _FIXED
    return found


def _rows(cells: Cells, places: Numbers, totals: Totals) -> Iterator[tuple[Groups, Mask]]:
    """Give of each table of totals to which of them places belong, and which of these say anything.

    One that is held back says nothing. One that is the sum of finer ones, all of which are shown,
    says no more than they do.
    """
    for kept, hidden in totals.items():
        groups = Groups(cells.groups(kept).one, cells.groups(kept).of[places])
        says: Mask = ~hidden[places]
        for one, unseen in totals.items():
            if len(one) == len(kept) + 1 and {*kept} < {*one}:
                says &= groups.any(unseen[places])[groups.of]
        if says.any():
            yield groups, says
