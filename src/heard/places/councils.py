"""The councils of a force's areas, by which people are sent on to the right one."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

SHIPPED = Path(__file__).with_name("councils.csv")
ANY = "https://www.gov.uk/find-local-council"  # finds the council of any postcode


@dataclass(frozen=True, slots=True, kw_only=True)
class Council:
    """A council and the address of its site. Several areas may have the same."""

    name: str
    address: str


@cache
def councils() -> Mapping[str, Council]:
    """Give the council of each area of the force, by its code."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return MappingProxyType(
            {
                row["area"]: Council(name=row["name"], address=row["address"])
                for row in csv.DictReader(file)
            }
        )
