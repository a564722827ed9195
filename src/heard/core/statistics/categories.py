"""What each of many answers belongs to, as numbers of named levels: quick to count by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Level: TypeAlias = str | int
Numbers: TypeAlias = NDArray[np.intp]
Floats: TypeAlias = NDArray[np.float64]


class Missing(ValueError):
    """Somebody belongs to no level, or to one that is not known."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coded:
    """For each answer, in their order, the position of its level among `levels`."""

    levels: tuple[Level, ...]
    codes: Numbers

    def __len__(self) -> int:
        return len(self.codes)


def coded(name: str, values: Iterable[Level | None] | Coded) -> Coded:
    """Number the levels of these values in their order. Missing, which names the first without.

    None, NaN and an empty word are no level. What is numbered already stays as it is.
    """
    if isinstance(values, Coded):
        return _checked(name, values)
    given: Sequence[Level | None] = values.tolist() if isinstance(values, np.ndarray) else [*values]
    known = set(given)
    if absent := [level for level in known if _is_missing(level)]:
        rows = [row for row, level in enumerate(given, start=1) if level in absent]
        raise Missing(f"{name}: {_first(rows)} no value")
    levels = sorted((level for level in known if level is not None), key=_in_order)
    return Coded(levels=tuple(levels), codes=_positions(given, levels))


def among(name: str, values: Coded, known: Sequence[Level]) -> Coded:
    """Number the same values by other levels. Missing, which names a level that is not among them.

    It is known levels that rule: one that nobody has keeps its number.
    """
    position = {level: at for at, level in enumerate(known)}
    present = np.bincount(values.codes, minlength=len(values.levels)) > 0
    for level, is_present in zip(values.levels, present, strict=True):
        if is_present and level not in position:
            raise Missing(f"{name}: {level!r} is no level of it: {', '.join(map(str, known))}")
    new = np.array([position.get(level, -1) for level in values.levels], dtype=np.intp)
    return Coded(levels=tuple(known), codes=new[values.codes])


def _checked(name: str, values: Coded) -> Coded:
    rows = np.flatnonzero((values.codes < 0) | (values.codes >= len(values.levels))) + 1
    if len(rows):
        raise Missing(f"{name}: {_first(rows.tolist())} no value")
    return values


def _positions(given: Sequence[Level | None], levels: Sequence[Level]) -> Numbers:
    position: Mapping[Level | None, int] = {level: at for at, level in enumerate(levels)}
    return np.fromiter(map(position.__getitem__, given), dtype=np.intp, count=len(given))


def _is_missing(level: Level | None) -> bool:
    return level is None or level == "" or (isinstance(level, float) and isnan(level))


def _in_order(level: Level) -> tuple[bool, Level]:
    return isinstance(level, str), level


def _first(rows: Sequence[int]) -> str:
    more = f" and {len(rows) - 1:,} more have" if len(rows) > 1 else " has"
    return f"answer {rows[0]:,}{more}"
