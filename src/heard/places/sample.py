"""A small directory of postcodes that are made up, for whoever has none of the ONS yet.

Their letters are ZZ, which the Royal Mail uses for no place. They lie in the shapes of areas that
ship with Heard, which are made up too; the wards are those of 2013 around each point.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from heard.places import directory
from heard.places.models import Directory
from heard.places.placing import Files, rules

FILE = Path(__file__).with_name("postcodes.csv")
NAME = "made up"
SINCE = date(2013, 4, 1)


def install(*, now: datetime) -> bool:
    """Keep the sample, unless a directory is kept already; say whether it was not."""
    if Directory.objects.exists():
        return False
    with FILE.open(encoding="utf-8", newline="") as lines:
        directory.load(
            lines,
            rules=rules(Files(), on=SINCE, made_up=True),
            of=directory.Edition(name=NAME, file=FILE.name, valid_from=SINCE),
            named={},
            progress=lambda _: None,
            now=now,
        )
    return True


def by_area() -> Mapping[str, Sequence[str]]:
    """Give the postcodes of each area, as they stand in the file; empty is outside of the force."""
    found: dict[str, list[str]] = {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["made_up_for"], []).append(row["pcds"])
    return found
