"""How many live in the force's area, by what is known of them, each with its source.

Figures of other bodies, quoted as they gave them: the newest that was out on a day.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).with_name("population.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Shares of the population by code, from 0 to 1; `of` says whose, `source` who says so.

    A code with a + in it stands for several groups that the source puts together. Shares that do
    not add up to 1 leave out what the source does not give.
    """

    shares: Mapping[str, float]
    of: str
    source: str


def population(by: str, *, on: date) -> Population | None:
    """Give the newest edition that was out on a day; None where there is none at all."""
    found = [
        rows
        for (kind, _), rows in _editions().items()
        if kind == by and date.fromisoformat(rows[0]["known_from"]) <= on
    ]
    if not found:
        return None
    rows = max(found, key=lambda edition: edition[0]["known_from"])
    total = sum(int(row["count"] or 0) for row in rows)
    return Population(
        shares={row["code"]: float(row["share"] or int(row["count"] or 0) / total) for row in rows},
        of=rows[0]["of"],
        source=rows[0]["source"],
    )


@cache
def _editions() -> Mapping[tuple[str, str], list[dict[str, str]]]:
    """Give the rows of each edition, by what it tells people apart by."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["by"], row["edition"]), []).append(row)
    return found
