"""A map of areas: shares in shades with their values; what is held back is hatched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from heard.places.shapes import Shape, middle
from heard.web.staff.charts.draw import INK, SHADES, Drawing, drawing

HELD, NOBODY = "Held back", "No answers"
STEPS = (5, 10, 20)  # percentage points of a class: the least that needs no more classes than these
DARK = 3  # from this shade on words on it are white
NARROW = 400  # pixels, below which words are smaller
# Words on light areas stand on white, or a hatch would cross them; on dark ones they are white.
WORDS: Sequence[tuple[bool, Mapping[str, object]]] = (
    (False, {"stroke": "#ffffff", "strokeWidth": 3, "color": "#ffffff"}),
    (False, {"color": INK}),
    (True, {"color": "#ffffff"}),
)
COLUMN = 140  # pixels of one of its words
WHOLE = 100
_ROUNDING = 1e-9
_TALLEST = 1.1  # times as tall as wide
_HATCH = (
    '<defs><pattern id="{id}" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#ffffff"></rect>'
    '<rect width="2" height="6" fill="#6f777b"></rect></pattern></defs>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """An area with its shape, its share from 0 to 1, and a word or two to stand on it.

    Without a share it is held back, or nobody answered where `is_empty`.
    """

    label: str
    shape: Shape
    value: float | None
    is_empty: bool = False


def classes(values: Sequence[float]) -> list[tuple[int, int]]:
    """Give classes that hold these shares, in whole per cent, the higher end not in it.

    At most as many as there are shades, alike in width.
    """
    if not values:
        return []
    low, high = (_whole(end(values)) for end in (min, max))
    step = next(step for step in STEPS if high // step - low // step < len(SHADES))
    return [(at * step, (at + 1) * step) for at in range(low // step, high // step + 1)]


def class_words(ends: tuple[int, int]) -> str:
    """Say what shares a class has: its first and not its last, but for the whole."""
    low, high = ends
    return f"{low}% to {'' if high == WHOLE else 'under '}{high}%"


def _whole(value: float) -> int:
    """Give a share in whole per cent, of which the class is; all is in the class of nearly all."""
    return min(int(WHOLE * value + _ROUNDING), WHOLE - 1)


def areas_map(
    areas: Sequence[Area], *, width: int, name: str, outlines: Sequence[Shape] = ()
) -> Drawing:
    """Draw the areas, on grey `outlines` of others; `name` is an id that no other drawing has."""
    found = classes([area.value for area in areas if area.value is not None])
    words = [class_words(ends) for ends in found]
    shades = SHADES[len(SHADES) - len(found) :] if found else ()
    wide, tall = _size([area.shape for area in areas] + [*outlines], width - 24)
    squeeze = _squeeze([area.shape for area in areas])
    values = [_feature(area, found, squeeze) for area in areas]
    used = {str(one["band"]) for one in values}
    there = [*words, *(one for one in (HELD, NOBODY) if one in used)]
    fills = dict(zip(words, shades, strict=True)) | {HELD: f"url(#{name})", NOBODY: "#ffffff"}
    specification = {
        "width": wide,
        "height": tall,
        "projection": {"type": "identity", "reflectY": True},
        "layer": [
            *(_outline(shape, squeeze) for shape in outlines),
            {
                "data": {"values": values},
                "mark": {"type": "geoshape", "stroke": INK, "strokeWidth": 1},
                "encoding": {
                    "fill": {
                        "field": "band",
                        "type": "nominal",
                        "scale": {"domain": there, "range": [fills[one] for one in there]},
                        "legend": {"title": None, "columns": width // COLUMN},
                    }
                },
            },
            *(
                _words(values, is_dark=is_dark, **looks, size=10 if width < NARROW else 12)
                for is_dark, looks in WORDS
            ),
        ],
    }
    return drawing(specification, _HATCH.format(id=name))


def _feature(area: Area, found: Sequence[tuple[int, int]], squeeze: float) -> dict[str, Any]:
    east, north = middle(area.shape)
    at = None
    if area.value is not None:
        whole = _whole(area.value)
        at = next(number for number, (low, high) in enumerate(found) if low <= whole < high)
    shade = len(SHADES) - len(found) + (at or 0)
    return {
        **_geometry(area.shape, squeeze),
        "band": (NOBODY if area.is_empty else HELD) if at is None else class_words(found[at]),
        "label": area.label.split("\n"),
        "is_dark": at is not None and shade >= DARK,
        "east": east * squeeze,
        "north": north,
    }


def _geometry(shape: Shape, squeeze: float) -> dict[str, Any]:
    polygons = [[[[x * squeeze, y] for x, y in ring] for ring in part] for part in shape]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": polygons}}


def _outline(shape: Shape, squeeze: float) -> dict[str, Any]:
    mark = {"type": "geoshape", "stroke": "#6f777b", "fill": "#f3f2f1", "strokeWidth": 1}
    return {"data": {"values": [_geometry(shape, squeeze)]}, "mark": mark}


def _words(
    values: Sequence[dict[str, Any]], *, is_dark: bool, size: int, **looks: object
) -> dict[str, Any]:
    named = [
        {key: one[key] for key in ("label", "east", "north")}
        for one in values
        if one["is_dark"] == is_dark
    ]
    return {
        "data": {"values": named},
        "mark": {
            "type": "text",
            "fontWeight": "bold",
            "fontSize": size,
            "baseline": "middle",
            **looks,
        },
        "encoding": {
            "longitude": {"field": "east", "type": "quantitative"},
            "latitude": {"field": "north", "type": "quantitative"},
            "text": {"field": "label"},
        },
    }


def _squeeze(shapes: Sequence[Shape]) -> float:
    """Give how long a degree of longitude is, measured by one of latitude."""
    north = [y for shape in shapes for part in shape for ring in part for _, y in ring]
    return cos(radians(sum(north) / len(north)))


def _size(shapes: Sequence[Shape], width: int) -> tuple[int, int]:
    """Give width and height in pixels, so that nothing is stretched."""
    squeeze = _squeeze(shapes)
    points = [point for shape in shapes for part in shape for ring in part for point in ring]
    wide = (max(x for x, _ in points) - min(x for x, _ in points)) * squeeze
    tall = max(y for _, y in points) - min(y for _, y in points)
    return width, round(width * min(tall / wide, _TALLEST))
