"""Tables of counts as arrays: quick to add up by fewer of their columns.

A column is a number for each place, its code: of which value, in the order in which the values are
written. So places come in one order, whatever order their rows came in, and whatever was added up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from heard.core.statistics.people import People

Place: TypeAlias = tuple[Any, ...]
Kept: TypeAlias = tuple[int, ...]  # which columns of a table a table of totals keeps, in order
Codes: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Values: TypeAlias = tuple[tuple[Any, ...], ...]

_LARGEST = 2**62  # what the number of a place stays below
_DENSE = (
    8  # times as many numbers as places: up to here a list of all numbers is quicker than sorting
)


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


@dataclass(frozen=True, slots=True)
class Groups:
    """Places put together: of each group one place of it, and of each place its group."""

    one: Numbers
    of: Numbers

    def __len__(self) -> int:
        return len(self.one)

    def sums(self, numbers: Numbers) -> Numbers:
        """Add up whole numbers by group, along the last axis."""
        lines = numbers.reshape(-1, len(self.of)) if len(self) else ()
        found = [np.bincount(self.of, weights=line, minlength=len(self)) for line in lines]
        return np.array(found, dtype=np.int64).reshape(*numbers.shape[:-1], len(self))

    def any(self, mask: Mask) -> Mask:
        """Say of each group whether any place of it is in a mask."""
        found: Mask = np.bincount(self.of[mask], minlength=len(self)) > 0
        return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Cells:
    """Counts by some columns, in several tables of the same places: for each question and measure.

    `values` are those of each column, in the order in which they are written, and `codes` a line
    for each column of where the value of a place stands among them. `n`, `counted` and `there` have
    a line for each table: how many answered, how many of them count, and whether it has the place.
    Places come in the order of their codes, each once. `people` are there where they matter.
    """

    values: Values
    codes: Codes
    n: Numbers
    counted: Numbers
    there: Mask
    people: People | None = None
    _kept: dict[Kept, "Cells"] = field(default_factory=dict, repr=False)
    _groups: dict[Kept, Groups] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tables: Iterable[Table]) -> "Cells":
        """Give tables of one shape by place as arrays."""
        given = [*tables]
        places = [*dict.fromkeys(place for table in given for place in table)]
        columns = [coded(column) for column in zip(*places, strict=True)]
        cells = [table.get(place, NOBODY) for table in given for place in places]
        shape = len(given), len(places)
        return cls.summed(
            tuple(values for values, _ in columns),
            np.array([codes for _, codes in columns], dtype=np.int64).reshape(
                len(columns), len(places)
            ),
            n=np.array([one.n for one in cells], dtype=np.int64).reshape(shape),
            counted=np.array([one.counted for one in cells], dtype=np.int64).reshape(shape),
            there=np.array([p in t for t in given for p in places], dtype=bool).reshape(shape),
            people=People.of(
                (table, at, given[table][place].people)
                for table in range(len(given))
                for at, place in enumerate(places)
                if place in given[table]
            ),
        )

    @classmethod
    def summed(
        cls,
        values: Values,
        codes: Codes,
        *,
        n: Numbers,
        counted: Numbers,
        there: Mask,
        people: People | None = None,
    ) -> "Cells":
        """Add up what stands in the same place, and put the places in their order."""
        rows = cls(values=values, codes=codes, n=n, counted=counted, there=there, people=people)
        return rows.by(tuple(range(len(values))))

    def __len__(self) -> int:
        return int(self.codes.shape[1])

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.values)

    @cached_property
    def numbers(self) -> Numbers:
        """Number the places in their order, with gaps, as all tables of these columns do."""
        return numbered(self.values, self.codes)

    def groups(self, kept: Kept) -> Groups:
        """Put together what is alike in some columns; remembered until it is to be forgotten."""
        if kept not in self._groups:
            self._groups[kept] = self._grouped(kept)
        return self._groups[kept]

    def forget(self) -> None:
        """Let go of what was put together: it takes more room than all else."""
        self._groups.clear()

    def _grouped(self, kept: Kept) -> Groups:
        return grouped([self.values[at] for at in kept], self.codes[[*kept]])

    def by(self, kept: Kept) -> "Cells":
        """Add up by fewer columns, which stand in their order: from a table by one more of them."""
        if kept not in self._kept:
            left = {*range(self.columns)} - {*kept}
            more = (*kept, min(left, key=lambda at: len(self.values[at]))) if left else kept
            self._kept[kept] = (
                self._by(kept)
                if len(more) == self.columns
                else self.by(tuple(sorted(more))).by(tuple(sorted(more).index(at) for at in kept))
            )
        return self._kept[kept]

    def _by(self, kept: Kept) -> "Cells":
        groups = self._grouped(kept)
        return Cells(
            values=tuple(self.values[at] for at in kept),
            codes=self.codes[[*kept]][:, groups.one],
            n=groups.sums(self.n),
            counted=groups.sums(self.counted),
            there=groups.sums(self.there.astype(np.int64)) > 0,
            people=self.people and self.people.moved(groups.of),
        )

    def where(self, places: Iterable[Place]) -> Numbers:
        """Give the numbers of places by their values; what nobody has is left out."""
        at = [{value: code for code, value in enumerate(known)} for known in self.values]
        found = [
            [known[value] for known, value in zip(at, place, strict=True)]
            for place in places
            if all(value in known for known, value in zip(at, place, strict=True))
        ]
        codes = np.array(found, dtype=np.int64).reshape(len(found), self.columns)
        return numbered(self.values, codes.T)

    def places(self, mask: Mask) -> frozenset[Place]:
        """Give the places of a mask by their values."""
        return frozenset(self._named(mask))

    def _named(self, mask: Mask) -> list[Place]:
        found = self.codes[:, mask].T.tolist()
        return [
            tuple(values[at] for values, at in zip(self.values, codes, strict=True))
            for codes in found
        ]

    def tables(self) -> list[dict[Place, Cell]]:
        """Give each table by its places, as `of` takes them."""
        return [self._plain(at) for at in range(len(self.n))]

    def _plain(self, at: int) -> dict[Place, Cell]:
        there = self.there[at]
        counts = zip(self.n[at, there].tolist(), self.counted[at, there].tolist(), strict=True)
        about = self.people.by_place(at, len(self)) if self.people else [None] * len(self)
        mine = [about[place] for place in np.flatnonzero(there).tolist()]
        return {
            place: Cell(n=n, counted=counted, people=one)
            for place, (n, counted), one in zip(self._named(there), counts, mine, strict=True)
        }


def coded(given: Sequence[Any]) -> tuple[tuple[Any, ...], Codes]:
    """Give the values of a column in the order in which they are written, and a code for each."""
    values = tuple(sorted(dict.fromkeys(given), key=repr))
    at = {value: code for code, value in enumerate(values)}
    return values, np.fromiter((at[one] for one in given), dtype=np.int64, count=len(given))


def numbered(values: Sequence[Sequence[Any]], codes: Codes) -> Numbers:
    """Give a number for each place by its codes, in the order of places.

    ValueError where there are more places than numbers.
    """
    number, size = np.zeros(codes.shape[1], dtype=np.int64), 1
    for known, line in zip(values, codes, strict=True):
        size *= max(len(known), 1)
        number = number * len(known) + line
    if size > _LARGEST:
        raise ValueError("there are too many columns for a table")
    return number


def grouped(values: Sequence[Sequence[Any]], codes: Codes) -> Groups:
    """Put together the places that are alike in these columns, in their order."""
    number = numbered(values, codes)
    size = int(np.prod([len(known) for known in values], dtype=np.float64))
    if not 0 < size <= _DENSE * len(number) + 1:
        _, one, of = np.unique(number, return_index=True, return_inverse=True)
        return Groups(one, of)
    last = np.full(size, -1)
    last[number] = np.arange(len(number))
    is_there = last >= 0
    return Groups(last[is_there], (np.cumsum(is_there) - 1)[number])
