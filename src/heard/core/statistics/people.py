"""Whom answers are about, as arrays: how many different people stand behind a figure of a team."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

MANY = 10**6  # people, where it does not matter whom answers are about
_ANYBODY = -1  # the code of those people


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Whom the answers in the places of several tables are about, or some of many.

    `pairs` has three lines: of each pair the table, the place and the number of somebody among the
    `names`, which is below zero where it does not matter whom the answers there are about.
    """

    names: tuple[str, ...]
    pairs: Numbers

    @classmethod
    def of(cls, given: Iterable[tuple[int, int, frozenset[str] | None]]) -> "People | None":
        """Give people by table and place; None if it matters in none of them."""
        said = [*given]
        if all(one is None for _, _, one in said):
            return None
        names = tuple(sorted({name for _, _, one in said if one for name in one}))
        at = {name: code for code, name in enumerate(names)}
        pairs = [
            (*where, code)
            for *where, one in said
            for code in ([_ANYBODY] if one is None else sorted(at[name] for name in one))
        ]
        return cls(names, np.array(pairs, dtype=np.int64).reshape(len(pairs), 3).T)

    @classmethod
    def at_places(
        cls, names: tuple[str, ...], place: Numbers, who: Numbers, *, of_any: Numbers
    ) -> "People":
        """Give people of one table: of each pair the place, and the number of a name that is there.

        In the places `of_any` it does not matter whom the answers are about.
        """
        places = np.concatenate([place, of_any])
        codes = np.concatenate([who, np.full(len(of_any), _ANYBODY)])
        order = np.lexsort((codes, places))
        pairs = [np.zeros(len(places), dtype=np.int64), places[order], codes[order]]
        return cls(names, np.array(pairs, dtype=np.int64))

    def moved(self, to: Numbers) -> "People":
        """Put places together or leave them out: for each place its new one, or one below zero."""
        table, place, who = self.pairs[:, to[self.pairs[1]] >= 0]
        places, names = len(to), len(self.names) + 1
        once = np.unique((table * places + to[place]) * names + who - _ANYBODY)
        where, who = np.divmod(once, names)
        return People(self.names, np.array([*np.divmod(where, places), who + _ANYBODY]))

    def laid(self, there: Mask) -> "People":
        """Give the people of one table to each that has a place: a line of a mask for each."""
        _, place, who = self.pairs
        table, pair = np.nonzero(there[:, place])
        return People(self.names, np.array([table, place[pair], who[pair]]))

    def at(self, table: int) -> Numbers:
        """Give the places of a table and the people, each pair once."""
        found: Numbers = self.pairs[1:, self.pairs[0] == table]
        return found

    def by_place(self, table: int, places: int) -> list[frozenset[str] | None]:
        """Give whom each place of a table is about, None where that does not matter."""
        whom: list[set[int]] = [set() for _ in range(places)]
        for place, who in self.at(table).T.tolist():
            whom[place].add(who)
        return [
            None if _ANYBODY in one else frozenset(map(self.names.__getitem__, one)) for one in whom
        ]

    def number(self, table: int, places: int) -> Numbers:
        """Give for each place of a table how many people it is about, at least `MANY` for any."""
        return numbers_of(*self.at(table), length=places)


def numbers_of(of: Numbers, who: Numbers, *, length: int) -> Numbers:
    """Count people by what they belong to: each of the first numbers has one of `length`."""
    found = np.bincount(of, weights=np.where(who == _ANYBODY, MANY, 1), minlength=length)
    return found.astype(np.int64)
