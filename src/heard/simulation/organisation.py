"""How the simulated force is made up: its areas, and the teams and people of `force`."""

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from heard.journal.write import SYSTEM
from heard.organisation.load import COLUMNS, Loaded, load
from heard.places.areas import names
from heard.simulation.force import CREWS, DESKS, UNITS

FORCE, CONTACT, SINCE = "WMP", "FC", "2019-01-01"


def take_in(*, now: datetime) -> Loaded:
    """Take the organisation in by the door that a real one comes by."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "organisation.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows((COLUMNS, *rows()))
        return load(path, dry=False, by=SYSTEM, now=now)


def rows() -> Iterator[tuple[str, str, str, str, str]]:
    """Give the rows of the file: a force, its areas, and crews of each with their people."""
    yield "force", FORCE, "West Midlands Police", "", SINCE
    yield "department", CONTACT, "Force Contact", FORCE, SINCE
    for crew in CREWS:
        team = f"{CONTACT}-{crew}"
        yield "team", team, f"Force Contact {crew}", CONTACT, SINCE
        for desk in range(1, DESKS + 1):
            yield "person", f"{team}-{desk:02d}", "", team, SINCE
    for area, name in names().items():
        yield "area", area, name, FORCE, SINCE
        for crew in CREWS:
            team = f"{area}-R{crew}"
            yield "team", team, f"Response {crew}, {name}", area, SINCE
            for unit in range(1, UNITS + 1):
                yield "person", f"{team}{unit}", "", team, SINCE
