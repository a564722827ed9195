"""The wards in which people say that something was, and nothing finer than that is kept."""

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

ELSEWHERE = "elsewhere"
_CODE = re.compile(r"(?:[EW]05|S13|N08)[0-9]{6}")  # of England, Wales, Scotland, Northern Ireland


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """A ward as of 2013, with the box around it in degrees: west, south, east, north."""

    code: str
    name: str
    district: str
    box: tuple[float, float, float, float]


def is_code(text: str) -> bool:
    """Tell whether a text has the form of a ward's ONS code; wards change oftener than our list."""
    return bool(_CODE.fullmatch(text))


@cache
def wards() -> Mapping[str, Ward]:
    """Give the wards by code, from the shipped `wards.csv`, district by district."""
    text = files("heard.places").joinpath("wards.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {row["ward_code"]: _ward(row) for row in csv.DictReader(text.splitlines())}
    )


def ward_of(latitude: float, longitude: float) -> str:
    """Give the code of the ward at a point: of boxes around it, that with the nearest middle.

    What is in none is ELSEWHERE.
    """
    around = [
        ward
        for ward in wards().values()
        if ward.box[0] <= longitude <= ward.box[2] and ward.box[1] <= latitude <= ward.box[3]
    ]
    return (
        min(around, key=lambda ward: _away(ward, latitude, longitude)).code if around else ELSEWHERE
    )


def _ward(row: dict[str, str]) -> Ward:
    west, south, east, north = (
        float(row[side]) for side in ("min_lon", "min_lat", "max_lon", "max_lat")
    )
    return Ward(
        code=row["ward_code"],
        name=row["ward_name"],
        district=row["lad_name"],
        box=(west, south, east, north),
    )


def _away(ward: Ward, latitude: float, longitude: float) -> float:
    west, south, east, north = ward.box
    wide = math.cos(math.radians(latitude))  # a degree of longitude is shorter up here
    return math.hypot((west + east) / 2 * wide - longitude * wide, (south + north) / 2 - latitude)
