"""The impact areas: parts of a force's area that it works on together with those who live there."""

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings

from heard.places.areas import names

SHIPPED = Path(__file__).with_name("impact_areas.csv")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLUMNS = ("slug", "name", "area", "residents_16_plus")
_LEAST = 4  # positions of a ring: a triangle, and its first position again
_SIDES, _TOP = 180, 90  # degrees

Position = tuple[float, float]  # longitude and latitude, WGS 84
Ring = Sequence[Position]
Shape = Sequence[Sequence[Ring]]  # polygons, each an outer ring and its holes


class BadImpactAreas(Exception):
    """A file of impact areas breaks a rule; the message names the file, the place and the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpactArea:
    """One impact area, the code of the area of the force that it lies in, and who lives there."""

    slug: str
    name: str
    area: str
    residents: int  # aged 16 and over


def impact_areas() -> Mapping[str, ImpactArea]:
    """Give the impact areas by slug: the force's own, or those shipped, which are made up.

    BadImpactAreas. They are read once.
    """
    return _areas(Path(settings.IMPACT_AREAS))


def shapes() -> Mapping[str, Shape]:
    """Give the shape of each impact area by slug, from the GeoJSON beside them. BadImpactAreas.

    A force may have none: then nothing is drawn.
    """
    return _shapes(Path(settings.IMPACT_AREAS))


def of_area(code: str) -> list[ImpactArea]:
    """Give the impact areas that lie in one area of the force."""
    return [one for one in impact_areas().values() if one.area == code]


@cache
def _areas(path: Path) -> Mapping[str, ImpactArea]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadImpactAreas(f"{path}: cannot be read as text in UTF-8.") from error
    rows = csv.DictReader(text.splitlines())
    if missing := [name for name in _COLUMNS if name not in (rows.fieldnames or ())]:
        raise BadImpactAreas(f"{path}, line 1: has no column {', '.join(missing)}.")
    found: dict[str, ImpactArea] = {}
    for row in rows:
        where = f"{path}, line {rows.line_num}"
        one = _impact_area(row, where)
        if one.slug in found:
            raise BadImpactAreas(f"{where}, slug: {one.slug} stands there twice.")
        found[one.slug] = one
    return MappingProxyType(found)


def _impact_area(row: Mapping[str, str], where: str) -> ImpactArea:
    slug, name, area, residents = ((row[column] or "").strip() for column in _COLUMNS)
    if not _SLUG.fullmatch(slug):
        raise BadImpactAreas(f"{where}, slug: small letters and digits, joined by hyphens.")
    if not name:
        raise BadImpactAreas(f"{where}, name: must not be empty.")
    if area not in names():
        raise BadImpactAreas(f"{where}, area: {area!r} is none of {', '.join(names())}.")
    if not (residents.isascii() and residents.isdecimal() and int(residents)):
        raise BadImpactAreas(f"{where}, residents_16_plus: a whole number above 0.")
    return ImpactArea(slug=slug, name=name, area=area, residents=int(residents))


@cache
def _shapes(path: Path) -> Mapping[str, Shape]:
    areas, file = _areas(path), path.with_suffix(".geojson")
    if not file.exists():
        return MappingProxyType({})
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadImpactAreas(f"{file}: is no GeoJSON FeatureCollection.") from error
    found = dict(_feature(one, f"{file}, feature {n}") for n, one in enumerate(features, start=1))
    if apart := sorted(found.keys() ^ areas.keys()):
        raise BadImpactAreas(f"{file}: {', '.join(apart)} must stand in the CSV and here, once.")
    return MappingProxyType(found)


def _feature(feature: Any, where: str) -> tuple[str, Shape]:  # noqa: ANN401 - what a file holds
    try:
        slug, geometry = str(feature["properties"]["slug"]), feature["geometry"]
        kind, drawn = geometry["type"], geometry["coordinates"]
        polygons = {"Polygon": [drawn], "MultiPolygon": drawn}[kind]
        shape = [[[(float(x), float(y)) for x, y, *_ in ring] for ring in p] for p in polygons]
    except (KeyError, TypeError, ValueError) as error:
        rule = "a Polygon or MultiPolygon with a property slug"
        raise BadImpactAreas(f"{where}: must be {rule}.") from error
    for ring in _rings(shape):
        if len(ring) < _LEAST or ring[0] != ring[-1]:
            raise BadImpactAreas(f"{where}: a ring ends where it began, after three corners.")
        if not all(abs(x) <= _SIDES and abs(y) <= _TOP for x, y in ring):
            raise BadImpactAreas(f"{where}: positions are longitude and latitude in degrees.")
    return slug, shape


def _rings(shape: Shape) -> Iterator[Ring]:
    return chain.from_iterable(shape)
