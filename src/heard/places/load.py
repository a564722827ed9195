"""Takes in the shapes of areas from GeoJSON, for example of the ONS Open Geography portal."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import shapely
from django.db import transaction
from shapely.geometry import shape as read_shape
from shapely.geometry.base import BaseGeometry

from heard.journal.write import SYSTEM, write
from heard.places.areas import names
from heard.places.impact_areas import impact_areas
from heard.places.models import Directory, Loaded, Postcode
from heard.places.shapes import Shape
from heard.places.wards import wards

MOST_BYTES = 200_000_000
MOST_POSITIONS = 2_000  # of all shapes together: some 30 kB, so that a page stays small
MOST_OF_WARDS = 50_000  # which no page draws
TOLERANCES = (0.0, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01)  # degrees; 0.001 is about 100 m
DIGITS = 5  # of a degree: about a metre
_SIDES, _TOP = 180, 90  # degrees
_DRAWN = ("Polygon", "MultiPolygon")


class BadShapes(Exception):
    """A file of shapes breaks a rule; the message names the feature and the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Which properties of a feature name the area that it is of, or is a part of.

    `code` has the code of the area; where it has another one, `name` has its name.
    """

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The name of a file, from which day on its shapes are in force, and whose leave it needs."""

    name: str
    valid_from: date
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many areas were taken in, from how many features, and how they were simplified.

    `tolerance` is in degrees, `positions` are those that are kept.
    """

    areas: int
    features: int
    positions: int
    tolerance: float


def load(
    content: bytes,
    *,
    kind: Loaded.Kind,
    properties: Properties,
    of: Source,
    now: datetime,
) -> Taken:
    """Keep the shapes of all areas of a kind from a day on. BadShapes.

    Features of one area are put together. Borders are simplified together, so that neighbours
    still meet. What was kept before stays, for the days before. Of wards a file has those of the
    whole country: the force's are kept, which are those that it knew in 2013 and those in which
    the newest directory of postcodes has any.
    """
    features = _features(content)
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    called: dict[str, str] = {}
    known, is_ward = _known(kind), kind is Loaded.Kind.WARD
    for number, one in enumerate(features, start=1):
        where = f"{of.name}, feature {number}"
        code, name = _said(one, properties, where)
        if is_ward and code not in known:
            continue
        found = code if is_ward else _code((code, name), properties, known, where)
        parts[found].append(_geometry(one, where))
        called[found] = name
    _require_whole(parts, known, kind, of)
    tolerance, shapes = _simplified(parts, MOST_OF_WARDS if is_ward else MOST_POSITIONS)
    with transaction.atomic():
        Loaded.objects.create(
            kind=kind,
            valid_from=of.valid_from,
            loaded_at=now,
            source=of.name,
            credit=of.credit,
            shapes=shapes,
            names=called if is_ward else {},
        )
        write("places.load", subject=f"shapes:{kind}", actor=SYSTEM, now=now)
    return Taken(
        areas=len(shapes),
        features=len(features),
        positions=sum(map(_positions, shapes.values())),
        tolerance=tolerance,
    )


def _features(content: bytes) -> list[Any]:
    if len(content) > MOST_BYTES:
        raise BadShapes(f"The file has more than {MOST_BYTES:,} bytes.")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadShapes("The file is no JSON in UTF-8.") from error
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        raise BadShapes("The file is no GeoJSON FeatureCollection (RFC 7946, 3.3).")
    features = found.get("features")
    if not isinstance(features, list) or not features:
        raise BadShapes("The FeatureCollection has no features.")
    return features


def _known(kind: Loaded.Kind) -> Mapping[str, str]:
    """Give the name of each area of a kind by its code."""
    if kind is Loaded.Kind.NPU:
        return names()
    if kind is Loaded.Kind.WARD:
        newest = Directory.objects.order_by("-valid_from", "-id").first()
        ours = Postcode.objects.filter(directory=newest, outside=False).exclude(ward="")
        return dict.fromkeys([*wards(), *ours.values_list("ward", flat=True).distinct()], "")
    return {slug: one.name for slug, one in impact_areas().items()}


def _require_whole(
    parts: Mapping[str, object], known: Mapping[str, str], kind: Loaded.Kind, of: Source
) -> None:
    """Refuse a file that lacks an area; one of wards, which change, only if it lacks all."""
    missing = [code for code in known if code not in parts]
    if kind is Loaded.Kind.WARD:
        if not parts:
            raise BadShapes(
                f"{of.name}: no feature is of a ward of the force: take in the directory of "
                "postcodes of the same edition first, whose wards are looked for."
            )
    elif missing:
        raise BadShapes(f"{of.name}: no feature is of {', '.join(missing)}; every area has one.")


def _said(one: Any, properties: Properties, where: str) -> tuple[str, str]:  # noqa: ANN401 - what a file holds
    """Give the code and the name that a feature says."""
    said = one.get("properties") if isinstance(one, dict) else None
    if not isinstance(said, dict):
        raise BadShapes(f"{where}: a Feature has an object `properties`.")
    for name in (properties.code, properties.name):
        if name not in said:
            raise BadShapes(f"{where}: has no property {name}: it has {', '.join(said) or 'none'}.")
    return str(said[properties.code]).strip(), str(said[properties.name]).strip()


def _code(
    said: tuple[str, str], properties: Properties, known: Mapping[str, str], where: str
) -> str:
    """Give the code of the area that a feature is of: by its code, or by its name."""
    code, name = said
    by_name = {words.casefold(): known_as for known_as, words in known.items()}
    found = code if code in known else by_name.get(name.casefold())
    if found is None:
        areas = ", ".join(f"{code} ({words})" for code, words in known.items())
        raise BadShapes(
            f"{where}: neither {properties.code} {code!r} nor {properties.name} {name!r} "
            f"is an area of the force: {areas}."
        )
    return found


def _geometry(one: Mapping[str, Any], where: str) -> BaseGeometry:
    """Read what a feature draws: polygons that are valid, in degrees."""
    geometry = one.get("geometry")
    if not isinstance(geometry, dict) or geometry.get("type") not in _DRAWN:
        raise BadShapes(f"{where}: the geometry is a {' or a '.join(_DRAWN)}.")
    try:
        found = read_shape(geometry)
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.ShapelyError) as error:
        raise BadShapes(
            f"{where}: positions are two numbers, rings end where they began."
        ) from error
    if found.is_empty:
        raise BadShapes(f"{where}: draws nothing.")
    west, south, east, north = found.bounds
    if max(abs(west), abs(east)) > _SIDES or max(abs(south), abs(north)) > _TOP:
        raise BadShapes(
            f"{where}: positions are longitude and latitude in degrees (WGS 84): of the ONS choose "
            "GeoJSON, and not the British National Grid."
        )
    if not found.is_valid:
        raise BadShapes(f"{where}: {shapely.is_valid_reason(found)}: a ring must not cross itself.")
    return found


def _simplified(
    parts: Mapping[str, list[BaseGeometry]], most: int
) -> tuple[float, dict[str, Shape]]:
    """Put the parts of each area together, and leave out corners until a page can bear them."""
    whole = {code: shapely.union_all(found) for code, found in sorted(parts.items())}
    for tolerance in TOLERANCES:
        drawn = (
            shapely.coverage_simplify([*whole.values()], tolerance)
            if tolerance
            else [*whole.values()]
        )
        shapes = {code: _shape(one) for code, one in zip(whole, drawn, strict=True)}
        if sum(map(_positions, shapes.values())) <= most:
            break
    return tolerance, shapes


def _shape(geometry: BaseGeometry) -> Shape:
    return [
        [
            [(round(x, DIGITS), round(y, DIGITS)) for x, y, *_ in ring.coords]
            for ring in (part.exterior, *part.interiors)
        ]
        for part in getattr(geometry, "geoms", [geometry])
    ]


def _positions(shape: Shape) -> int:
    return sum(len(ring) for part in shape for ring in part)
