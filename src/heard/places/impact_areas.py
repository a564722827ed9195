"""The impact areas: parts of a force's area that it works on together with those who live there."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactArea:
    """One impact area, the code of the area of the force that it lies in, and who lives there."""

    slug: str
    name: str
    area: str
    residents: int  # aged 16 and over


@cache
def impact_areas() -> Mapping[str, ImpactArea]:
    """Give the impact areas by slug, from the shipped `impact_areas.csv`. They are made up."""
    text = files("heard.places").joinpath("impact_areas.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {row["slug"]: _impact_area(row) for row in csv.DictReader(text.splitlines())}
    )


def _impact_area(row: dict[str, str]) -> ImpactArea:
    return ImpactArea(
        slug=row["slug"],
        name=row["name"],
        area=row["area"],
        residents=int(row["residents_16_plus"]),
    )
