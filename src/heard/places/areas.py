"""The areas that a force is divided into, by the codes that its systems send."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

SHIPPED = Path(__file__).with_name("areas.csv")


@cache
def names() -> Mapping[str, str]:
    """Give the name of each area by its code, in the order of the shipped `areas.csv`."""
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["code"]: row["name"] for row in csv.DictReader(file)})
