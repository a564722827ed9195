"""Confidence in the police as official surveys found it, force by force: quoted, never estimated.

What ships is what could be found, and says how sure it is; a force adds the tables of the ONS in a
file of the same columns (`HEARD_OFFICIAL`). A figure that is not there is kept as not there.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from math import isfinite
from pathlib import Path

from django.conf import settings

from heard.core.statistics.published import Published, verdict
from heard.core.statistics.verdicts import Verdict, together

SHIPPED = Path(__file__).with_name("official.csv")
SIMILAR = Path(__file__).with_name("similar_forces.csv")
COUNTRY = "England and Wales"
_COLUMNS = ("area", "period", "measure", "value", "low", "high", "series", "sure", "note", "source")
_YEAR = re.compile(r"YE (Mar|Jun|Sep|Dec) (\d{4})")
_MONTHS = {"Mar": 3, "Jun": 6, "Sep": 9, "Dec": 12}


class BadOfficial(Exception):
    """The force's file breaks a rule; the message names the file, the line and the rule."""


class Sure(StrEnum):
    """How far a figure was followed to whoever counted it."""

    PUBLISHED = "published"
    QUOTED = "quoted"
    UNCHECKED = "unchecked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one area and period, as it was found; None for what was not.

    `ends` is the last month of the year that it is of, where the period is such a year. Lines join
    figures of one `series` alone.
    """

    area: str
    period: str
    measure: str
    published: Published | None
    series: str
    sure: Sure
    note: str
    source: str

    @property
    def ends(self) -> date | None:
        found = _YEAR.fullmatch(self.period)
        return date(int(found[2]), _MONTHS[found[1]], 1) if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A figure of the force and one of another area or time that it is held against.

    No verdict is where either was published without an interval.
    """

    figure: Figure
    against: Figure
    verdict: Verdict | None


def measures() -> Sequence[str]:
    """Give all measures, those of most figures first."""
    counts: dict[str, int] = {}
    for one in figures():
        counts[one.measure] = counts.get(one.measure, 0) + 1
    return sorted(counts, key=lambda measure: (-counts[measure], measure))


def of(measure: str) -> Sequence[Figure]:
    """Give all figures of a measure, by area and time; periods that are no year come last."""
    found = [one for one in figures() if one.measure == measure]
    return sorted(found, key=lambda one: (one.area, one.ends or date.max, one.period))


def similar(force: str, *, on: date) -> tuple[Sequence[str], str]:
    """Give the forces that are most like one on a day, and who says so; none where nobody does."""
    rows = [row for row in _similar() if row[0] == force and row[1] <= on]
    newest = max((row[1] for row in rows), default=None)
    return [row[2] for row in rows if row[1] == newest], next(
        (row[3] for row in rows if row[1] == newest), ""
    )


def held(measure: str, force: str, *, on: date) -> Sequence[Held]:
    """Hold each figure of the force against the country and similar forces in the same period.

    And its newest against each one before it of the same series. All are judged together.
    """
    others = {COUNTRY, *similar(force, on=on)[0]}
    found = [one for one in of(measure) if one.published is not None]
    mine = [one for one in found if one.area == force]
    pairs = [
        (one, other)
        for one in mine
        for other in found
        if other.area in others and other.period == one.period
    ]
    if mine:
        newest = mine[-1]
        pairs += [(newest, one) for one in mine[:-1] if one.series == newest.series]
    judged = together([_verdict(one, other) for one, other in pairs])
    return [
        Held(figure=one, against=other, verdict=said)
        for (one, other), said in zip(pairs, judged, strict=True)
    ]


def figures() -> Sequence[Figure]:
    """Give all that ships, and the force's own after it. BadOfficial."""
    return _figures(settings.OFFICIAL)


@cache
def _figures(own: Path | None) -> Sequence[Figure]:
    """Read what ships, and the force's own in the place of what ships of the same; once."""
    found: dict[tuple[str, str, str, str], Figure] = {}
    for path in filter(None, (SHIPPED, own)):
        for one in _read(path):
            found[one.area, one.period, one.measure, one.series] = one
    return [*found.values()]


def _verdict(one: Figure, other: Figure) -> Verdict | None:
    if one.published is None or other.published is None:
        return None
    return verdict(one.published, other.published)


def _read(path: Path) -> Iterator[Figure]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadOfficial(f"{path}: cannot be read as text in UTF-8.") from error
    rows = csv.DictReader(text.splitlines())
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise BadOfficial(f"{path}, line 1: has no column {', '.join(missing)}.")
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        yield _figure({name: (row[name] or "").strip() for name in _COLUMNS}, where)


def _figure(said: Mapping[str, str], where: str) -> Figure:
    if not (said["area"] and said["period"] and said["measure"] and said["source"]):
        raise BadOfficial(f"{where}: area, period, measure and source must be there.")
    if said["sure"] not in list(Sure):
        raise BadOfficial(f"{where}, sure: {said['sure']!r} is none of {', '.join(Sure)}.")
    sure = Sure(said["sure"])
    if (sure is Sure.MISSING) != (said["value"] == ""):
        raise BadOfficial(f"{where}, value: is blank where it is missing, and nowhere else.")
    return Figure(
        area=said["area"],
        period=said["period"],
        measure=said["measure"],
        published=_published(said, where) if said["value"] else None,
        series=said["series"],
        sure=sure,
        note=said["note"],
        source=said["source"],
    )


def _published(said: Mapping[str, str], where: str) -> Published:
    value, low, high = (_share(said, name, where) for name in ("value", "low", "high"))
    try:
        return Published(value=value or 0.0, low=low, high=high)
    except ValueError as error:
        raise BadOfficial(f"{where}: {error}.") from error


def _share(said: Mapping[str, str], name: str, where: str) -> float | None:
    if not said[name]:
        return None
    try:
        found = float(said[name])
    except ValueError as error:
        raise BadOfficial(f"{where}, {name}: a number in per cent.") from error
    if not (isfinite(found) and 0 <= found <= 100):  # noqa: PLR2004 - per cent
        raise BadOfficial(f"{where}, {name}: lies from 0 to 100.")
    return found / 100


@cache
def _similar() -> Sequence[tuple[str, date, str, str]]:
    with SIMILAR.open(encoding="utf-8", newline="") as file:
        return [
            (row["force"], date.fromisoformat(row["from_day"]), row["similar"], row["source"])
            for row in csv.DictReader(file)
        ]
