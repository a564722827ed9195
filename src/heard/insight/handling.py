"""What the force did, as figures are cut by it: targets, outcomes, bands and their words, as data.

A force has targets and names of outcomes of its own, each in a CSV; what figures are cut into is
Heard's. What is not known is the empty text everywhere, a segment like any other.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

from heard.eligibility.categories import groups

CLOSED = "closed: "  # and after it the group of incidents that a log was closed as
NOT_KNOWN = ""
_BANDS = Path(__file__).with_name("bands.csv")
_FAMILIES = Path(__file__).with_name("crime_families.csv")


class BadHandling(Exception):
    """A file of targets or outcomes breaks a rule; the message names the file, line and rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One value of a cut, by its code and in words; `up_to`, included, where it is a range."""

    code: str
    up_to: int | None
    words: str


@cache
def bands() -> Mapping[str, Sequence[Band]]:
    """Give the values of each cut by what the force did, in their order; without what is unknown.

    Of outcomes these are the crimes'; each kind of incident that a log may be closed as follows.
    """
    found: dict[str, list[Band]] = defaultdict(list)
    with _BANDS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            up_to = int(row["up_to"]) if row["up_to"] else None
            found[row["cut"]].append(Band(code=row["code"], up_to=up_to, words=row["words"]))
    found["outcome"] += [
        Band(
            code=f"{CLOSED}{group}",
            up_to=None,
            words=f"Log closed as {group[0].lower()}{group[1:]}",
        )
        for group in groups()
    ]
    return MappingProxyType(dict(found))


def targets() -> Mapping[str, int]:
    """Give the minutes from the opening of a log to the first arrival by grade. BadHandling."""
    return _targets(Path(settings.RESPONSE_TARGETS))


@cache
def families() -> Mapping[str, str]:
    """Give the family of crimes of each category that belongs to one: those of the report."""
    with _FAMILIES.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: row["family"] for row in csv.DictReader(file)})


def outcomes() -> Mapping[str, str]:
    """Give the group of each outcome of a crime, in small letters as it is told. BadHandling."""
    return _outcomes(Path(settings.CRIME_OUTCOMES))


@cache
def _targets(path: Path) -> Mapping[str, int]:
    grades = [band.code for band in bands()["grade"]]
    found = {}
    for where, row in _rows(path, ("grade", "minutes")):
        grade, minutes = row["grade"], row["minutes"]
        if grade not in grades:
            raise BadHandling(f"{where}, grade: {grade!r} is none of {', '.join(grades)}.")
        if not (minutes.isascii() and minutes.isdecimal() and int(minutes)):
            raise BadHandling(f"{where}, minutes: a whole number above 0.")
        found[grade] = int(minutes)
    return MappingProxyType(found)


@cache
def _outcomes(path: Path) -> Mapping[str, str]:
    known = [band.code for band in bands()["outcome"] if not band.code.startswith(CLOSED)]
    found = {}
    for where, row in _rows(path, ("outcome", "group")):
        if row["group"] not in known:
            raise BadHandling(f"{where}, group: {row['group']!r} is none of {', '.join(known)}.")
        found[row["outcome"].lower()] = row["group"]
    return MappingProxyType(found)


def _rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Give each line of a file with its place; what stands beyond the columns is for people."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadHandling(f"{path}: cannot be read as text in UTF-8.") from error
    rows = csv.DictReader(text.splitlines())
    if missing := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise BadHandling(f"{path}, line 1: has no column {', '.join(missing)}.")
    for row in rows:
        yield f"{path}, line {rows.line_num}", {name: (row[name] or "").strip() for name in columns}
