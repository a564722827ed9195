"""The shapes of a force's areas: those that ship, which are made up, or those that it loaded."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from heard.places.models import Loaded

SHIPPED = Path(__file__).with_name("areas.geojson")

Position = tuple[float, float]  # longitude and latitude, WGS 84
Ring = Sequence[Position]
Shape = Sequence[Sequence[Ring]]  # polygons, each an outer ring and its holes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """The shape of each area by its code; made up, or from a `source` and in force `since`.

    `credit` says with whose leave they are drawn.
    """

    by_code: Mapping[str, Shape]
    source: str = ""
    since: date | None = None
    credit: str = ""

    @property
    def is_made_up(self) -> bool:
        return not self.source


def area_shapes(on: date | None = None, *, kind: Loaded.Kind = Loaded.Kind.NPU) -> Shapes:
    """Give the shapes that were in force on a day; without a day, or any then, the newest.

    Those that ship stand in until some are loaded.
    """
    loaded = newest(kind, on)
    if loaded is None:
        return Shapes(by_code=_shipped() if kind is Loaded.Kind.NPU else MappingProxyType({}))
    return Shapes(
        by_code=loaded.shapes,
        source=loaded.source,
        since=loaded.valid_from,
        credit=loaded.credit,
    )


def newest(kind: Loaded.Kind, on: date | None) -> Loaded | None:
    """Give the edition that was in force on a day; without a day, or any then, the newest."""
    found = Loaded.objects.filter(kind=kind).order_by("-valid_from", "-id")
    return (found.filter(valid_from__lte=on).first() if on else None) or found.first()


def middle(shape: Shape) -> Position:
    """Give where the words of a shape stand: the centre of mass of its largest outer ring.

    Source: the shoelace formula for the centroid of a polygon.
    """
    return max((_centroid(part[0]) for part in shape), key=lambda found: found[0])[1]


def _centroid(ring: Ring) -> tuple[float, Position]:
    """Give the area of a ring, and its centroid."""
    (x0, y0), total, east, north = ring[0], 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        a, b, c, d = x1 - x0, y1 - y0, x2 - x0, y2 - y0  # small numbers lose fewer digits
        cross = a * d - c * b
        total, east, north = total + cross, east + (a + c) * cross, north + (b + d) * cross
    if total == 0:
        return 0.0, (x0, y0)
    return abs(total) / 2, (x0 + east / (3 * total), y0 + north / (3 * total))


@cache
def _shipped() -> Mapping[str, Shape]:
    features = json.loads(SHIPPED.read_text(encoding="utf-8"))["features"]
    return MappingProxyType(
        {one["properties"]["code"]: [one["geometry"]["coordinates"]] for one in features}
    )
