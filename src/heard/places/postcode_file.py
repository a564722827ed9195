"""Reads a directory of postcodes line by line, in the columns of the ONS or in others.

Two directories of the Office for National Statistics (ONS) are known: the ONS Postcode Directory
and the National Statistics Postcode Lookup, whose columns differ from each other and from year to
year (`oslaua`, `laua`, `lad25cd`).
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heard.places.postcodes import spelt
from heard.places.shapes import Position

# Patterns of the columns' names, the one to be preferred first.
KNOWN: Mapping[str, Sequence[str]] = {
    "postcode": ("pcds",),
    "district": (r"lad\d\dcd", "oslaua", "laua"),
    "ward": (r"wd\d\dcd", "osward", "ward"),
    "lsoa": ("lsoa21cd", "lsoa21", "lsoa11cd", "lsoa11"),
    "latitude": ("lat",),
    "longitude": ("long",),
    "ended": ("doterm",),
}
NEEDED = ("postcode", "district", "ward")
_SIDES, _TOP = 180, 90  # degrees; a postcode without a place has a latitude of 99.999999
_CODE = re.compile(r"[A-Z][0-9]{8}")
_MONTH = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])")


class BadDirectory(Exception):
    """A directory of postcodes cannot be taken in; the message names the file, line and rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One postcode in its final spelling; codes are empty where the file has none.

    `point` is longitude and latitude in degrees (WGS 84).
    """

    line: int
    code: str
    district: str
    ward: str
    lsoa: str
    point: Position | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that breaks a rule, in words."""

    line: int
    rule: str


def rows(lines: Iterable[str], *, named: Mapping[str, str], name: str) -> Iterator[Row | Fault]:
    """Give each line of a file as a row or as what is wrong with it. BadDirectory.

    `named` has names of columns by the keys of KNOWN, where they are none of the known ones.
    """
    reader = csv.reader(lines)
    head = _head(reader, name)
    at = _columns(head, named, name)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Fault(reader.line_num, f"is no line of a CSV: {error}.")
            continue
        if cells:
            yield _row(cells, at, (len(head), reader.line_num))


def _head(reader: Iterator[list[str]], name: str) -> list[str]:
    try:
        return [cell.strip().lower() for cell in next(reader)]
    except (StopIteration, csv.Error) as error:
        raise BadDirectory(f"{name}, line 1: has no names of columns.") from error


def _columns(head: Sequence[str], named: Mapping[str, str], name: str) -> Mapping[str, int]:
    """Give the place of each column by its key, without those that the file lacks."""
    if wrong := [key for key in named if key not in KNOWN]:
        raise BadDirectory(f"There is no column {', '.join(wrong)}: {', '.join(KNOWN)}.")
    found = {key: _place(head, named.get(key, "").lower(), known) for key, known in KNOWN.items()}
    lacking = [key for key, at in found.items() if at is None and (key in named or key in NEEDED)]
    if lacking:
        raise BadDirectory(
            f"{name}, line 1: has no column for {', '.join(lacking)}: it has {', '.join(head)}."
        )
    return {key: at for key, at in found.items() if at is not None}


def _place(head: Sequence[str], named: str, known: Sequence[str]) -> int | None:
    patterns = [re.escape(named)] if named else known
    found = (at for one in patterns for at, cell in enumerate(head) if re.fullmatch(one, cell))
    return next(found, None)


def _row(cells: Sequence[str], at: Mapping[str, int], of: tuple[int, int]) -> Row | Fault:
    width, line = of
    if len(cells) != width:
        return Fault(line, f"has {len(cells)} cells, and not {width}.")
    said = {key: cells[place].strip() for key, place in at.items()}
    code = spelt(said["postcode"])
    if not code:
        return Fault(line, f"{said['postcode']!r} is no postcode.")
    for key in ("district", "ward", "lsoa"):
        if said.get(key) and not _CODE.fullmatch(said[key]):
            return Fault(line, f"{said[key]!r} is no code of a {key}: a letter and eight digits.")
    try:
        point, ended_on = _point(said), _month(said.get("ended", ""))
    except ValueError as error:
        return Fault(line, str(error))
    return Row(
        line=line,
        code=code,
        district=said["district"],
        ward=said["ward"],
        lsoa=said.get("lsoa", ""),
        point=point,
        ended_on=ended_on,
    )


def _point(said: Mapping[str, str]) -> Position | None:
    north, east = said.get("latitude", ""), said.get("longitude", "")
    if not north and not east:
        return None
    try:
        found = float(east), float(north)
    except ValueError:
        raise ValueError(f"{north!r}, {east!r} is no latitude and longitude.") from None
    inside = abs(found[0]) <= _SIDES and abs(found[1]) <= _TOP
    return found if inside else None


def _month(text: str) -> date | None:
    if not text:
        return None
    month = _MONTH.fullmatch(text)
    if month is None:
        raise ValueError(f"{text!r} is no year and month, like 201906.")
    return date(int(month[1]), int(month[2]), 1)
