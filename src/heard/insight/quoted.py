"""Figures that others printed, quoted as they stand there: they have no base, and are no estimate.

They are never charted, compared or counted with, only shown beside what Heard counted itself.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

_FILE = Path(__file__).with_name("quoted.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A percentage as it was printed, for which period, and by whom."""

    value: str
    period: str
    source: str


@cache
def quoted() -> Mapping[tuple[str, str], Quoted]:
    """Give what is quoted by topic and segment."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                (row["topic"], row["segment"]): Quoted(
                    value=row["value"], period=row["period"], source=row["source"]
                )
                for row in csv.DictReader(file)
            }
        )
