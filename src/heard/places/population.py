"""How many live in the force's area, by what is known of them, each with its source.

Figures of other bodies, quoted as they gave them: the newest that was out on a day. What ships is
not all there is: a force adds its own in a file of the same columns (`HEARD_POPULATION`).
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum, isfinite
from pathlib import Path

from django.conf import settings

SHIPPED = Path(__file__).with_name("population.csv")
BY = ("area", "ethnic_group", "age", "sex", "disability", "age*sex")  # what weights go by
KNOWN = (*BY, "gender", "religion", "orientation")
_COLUMNS = ("edition", "by", "code", "count", "share", "known_from", "of", "source")


class BadPopulation(Exception):
    """The force's file breaks a rule; the message names the file, the line and the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Shares of the population by code, from 0 to 1; `of` says whose, `source` who says so.

    A code with a + in it stands for several groups that the source puts together, one with a * for
    who is both. Shares that do not add up to 1 leave out what the source does not give.
    """

    shares: Mapping[str, float]
    of: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    edition: str
    by: str
    code: str
    size: float
    is_share: bool
    known_from: date
    of: str
    source: str


def population(by: str, *, on: date) -> Population | None:
    """Give the newest edition that was out on a day; None where there is none. BadPopulation."""
    rows = _newest(by, on=on)
    if not rows:
        return None
    total = 1.0 if rows[0].is_share else fsum(row.size for row in rows)
    return Population(
        shares={row.code: row.size / total for row in rows},
        of=rows[0].of,
        source=rows[0].source,
    )


def counts(by: str, *, on: date) -> Mapping[str, int] | None:
    """Give the heads of the newest edition in counts that was out on a day; None if there is none.

    BadPopulation.
    """
    rows = _newest(by, on=on)
    return {row.code: int(row.size) for row in rows} if rows and not rows[0].is_share else None


def parts(code: str) -> Sequence[str]:
    """Give the groups that a code stands for: those between its +, but not of 75+, which is one."""
    return code.split("+") if all(code.split("+")) else [code]


def _newest(by: str, *, on: date) -> Sequence[_Row]:
    """Give the rows of the newest edition that was out on a day."""
    editions: dict[str, list[_Row]] = {}
    for row in _rows(settings.POPULATION):
        if row.by == by and row.known_from <= on:
            editions.setdefault(row.edition, []).append(row)
    return max(editions.values(), key=lambda found: found[0].known_from, default=[])


@cache
def _rows(own: Path | None) -> Sequence[_Row]:
    """Read what ships, and the force's own after it; a file is read once."""
    return [row for path in filter(None, (SHIPPED, own)) for row in _read(path)]


def _read(path: Path) -> Iterator[_Row]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPopulation(f"{path}: cannot be read as text in UTF-8.") from error
    rows = csv.DictReader(text.splitlines())
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise BadPopulation(f"{path}, line 1: has no column {', '.join(missing)}.")
    alike: dict[tuple[str, str], tuple[date, bool]] = {}
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        found = _row({name: (row[name] or "").strip() for name in _COLUMNS}, where)
        first = alike.setdefault((found.by, found.edition), (found.known_from, found.is_share))
        if first != (found.known_from, found.is_share):
            raise BadPopulation(f"{where}: an edition is known from one day, in counts or shares.")
        yield found


def _row(said: Mapping[str, str], where: str) -> _Row:
    if said["by"] not in KNOWN:
        raise BadPopulation(f"{where}, by: {said['by']!r} is none of {', '.join(KNOWN)}.")
    if not (said["edition"] and said["code"] and said["of"] and said["source"]):
        raise BadPopulation(f"{where}: edition, code, of and source must be there.")
    try:
        known_from = date.fromisoformat(said["known_from"])
    except ValueError as error:
        raise BadPopulation(f"{where}, known_from: a day as year, month and day.") from error
    is_share = bool(said["share"])
    try:
        size = float(said["share"] or said["count"])
    except ValueError as error:
        raise BadPopulation(f"{where}: count or share must be a number.") from error
    if not (isfinite(size) and size > 0 and (size <= 1 or not is_share)):
        raise BadPopulation(f"{where}: a count is above 0, a share from 0 to 1.")
    return _Row(
        edition=said["edition"],
        by=said["by"],
        code=said["code"],
        size=size,
        is_share=is_share,
        known_from=known_from,
        of=said["of"],
        source=said["source"],
    )
