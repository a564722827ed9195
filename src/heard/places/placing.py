"""Says in which area of the force, ward and impact area a postcode lies."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import shapely
from django.conf import settings
from shapely.geometry import MultiPolygon, Polygon

from heard.places import impact_areas
from heard.places.areas import names
from heard.places.models import Loaded
from heard.places.postcode_file import BadDirectory, Row
from heard.places.shapes import Position, Shape, area_shapes

DISTRICTS = Path(__file__).with_name("districts.csv")
BETWEEN = "|"  # areas of one district


class Polygons:
    """Shapes by their codes, of which the one at a point is found fast (a tree of rectangles)."""

    def __init__(self, by_code: Mapping[str, Shape]) -> None:
        self._codes = list(by_code)
        self._tree = shapely.STRtree(
            [MultiPolygon([Polygon(p[0], p[1:]) for p in one]) for one in by_code.values()]
        )

    def at(self, points: Sequence[Position]) -> list[str]:
        """Give the code of the shape that each point lies in, empty where it lies in none."""
        found = [""] * len(points)
        if not points:
            return found
        inside = self._tree.query(shapely.points(points), predicate="intersects")
        for point, shape in inside.T.tolist():
            found[point] = found[point] or self._codes[shape]
        return found

    def nearest(self, points: Sequence[Position]) -> list[str]:
        """Give the code of the shape that each point lies in, or else of the nearest one."""
        found = self._tree.query_nearest(shapely.points(points), all_matches=False)
        return [self._codes[shape] for shape in found[1].tolist()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a postcode lies; `outside` is that it is in none of the force's districts."""

    area: str
    ward: str
    impact_area: str
    outside: bool


OUTSIDE = Place(area="", ward="", impact_area="", outside=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How postcodes are placed.

    `districts` has the areas of each district of the force. Where there are several, `wards` says
    which one a ward is of, and else their `shapes`. `lsoas` has impact areas by lower layer super
    output area; where it is None, those are found by their shapes. A postcode with a place and
    without a ward is in the ward of `ward_shapes` around it.
    """

    districts: Mapping[str, Sequence[str]]
    wards: Mapping[str, str]
    lsoas: Mapping[str, str] | None
    shapes: Mapping[str, Polygons]
    impact_areas: Polygons
    ward_shapes: Polygons

    def has(self, row: Row) -> bool:
        """Tell whether a postcode is of a district of the force."""
        return row.district in self.districts

    def place(self, rows: Sequence[Row]) -> list[Place]:
        """Say where each of these lies; its area is empty where it is in the force, and unclear."""
        ours = self._with_wards([row for row in rows if self.has(row)])
        areas, impact = self._areas(ours), self._impact_areas(ours)
        found = {
            row.line: Place(
                area=areas[row.line],
                ward=row.ward,
                impact_area=impact.get(row.line, ""),
                outside=False,
            )
            for row in ours
        }
        return [found.get(row.line, OUTSIDE) for row in rows]

    def _with_wards(self, rows: Sequence[Row]) -> list[Row]:
        lacking = [row for row in rows if not row.ward and row.point]
        codes = self.ward_shapes.at([row.point for row in lacking if row.point])
        found = dict(zip([row.line for row in lacking], codes, strict=True))
        return [replace(row, ward=found.get(row.line, row.ward)) for row in rows]

    def _areas(self, rows: Sequence[Row]) -> dict[int, str]:
        found: dict[int, str] = {}
        open_: dict[str, list[Row]] = {}
        for row in rows:
            of = self.districts[row.district]
            found[row.line] = of[0] if len(of) == 1 else self.wards.get(row.ward, "")
            if not found[row.line] and row.point and row.district in self.shapes:
                open_.setdefault(row.district, []).append(row)
        for district, some in open_.items():
            codes = self.shapes[district].nearest([row.point for row in some if row.point])
            found.update(zip([row.line for row in some], codes, strict=True))
        return found

    def _impact_areas(self, rows: Sequence[Row]) -> dict[int, str]:
        if self.lsoas is not None:
            return {row.line: self.lsoas.get(row.lsoa, "") for row in rows}
        some = [row for row in rows if row.point]
        codes = self.impact_areas.at([row.point for row in some if row.point])
        return dict(zip([row.line for row in some], codes, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The force's own lists, each a CSV; None where it has none."""

    districts: Path | None = None
    wards: Path | None = None
    lsoas: Path | None = None


def rules(files: Files, *, on: date, made_up: bool = False) -> Rules:
    """Put together how postcodes are placed from a day on. BadDirectory.

    Shapes that are made up place nobody, unless they are asked for with `made_up`.
    """
    districts = _districts(files.districts or DISTRICTS)
    wards = _listed(files.wards, ("ward", "area"), [*names()])
    areas = area_shapes(on)
    several = {code: of for code, of in districts.items() if len(of) > 1}
    has_shapes = made_up or not areas.is_made_up
    if several and not (wards or has_shapes):
        raise BadDirectory(
            f"{', '.join(several)} is of several areas: name a file of wards and their areas "
            "(--wards), or take in the shapes of the areas first (heard places load-shapes)."
        )
    shapes = {
        code: Polygons({area: areas.by_code[area] for area in of})
        for code, of in several.items()
        if has_shapes
    }
    impact = [*impact_areas.impact_areas()]
    lsoas = _listed(files.lsoas, ("lsoa", "impact_area"), impact) if files.lsoas else None
    return Rules(
        districts=districts,
        wards=wards,
        lsoas=lsoas,
        shapes=shapes,
        impact_areas=Polygons(_impact_shapes(on, made_up=made_up)),
        ward_shapes=Polygons(area_shapes(on, kind=Loaded.Kind.WARD).by_code),
    )


def _impact_shapes(on: date, *, made_up: bool) -> Mapping[str, Shape]:
    loaded = area_shapes(on, kind=Loaded.Kind.IMPACT_AREA).by_code
    is_shipped = Path(settings.IMPACT_AREAS) == impact_areas.SHIPPED
    return loaded or (impact_areas.shapes() if made_up or not is_shipped else {})


def _districts(path: Path) -> Mapping[str, Sequence[str]]:
    """Read the areas of each district: one, or several with a bar between them."""
    found: dict[str, Sequence[str]] = {}
    for where, (district, areas) in _lines(path, ("district", "areas")):
        of = areas.split(BETWEEN)
        if wrong := [area for area in of if area not in names()]:
            raise BadDirectory(f"{where}: {', '.join(wrong)} is none of {', '.join(names())}.")
        found[district] = of
    return found


def _listed(path: Path | None, columns: tuple[str, str], codes: Sequence[str]) -> Mapping[str, str]:
    """Read a list of which part of the country is of which of our codes."""
    found: dict[str, str] = {}
    for where, (part, code) in _lines(path, columns) if path else ():
        if code not in codes:
            raise BadDirectory(f"{where}: {code!r} is none of {', '.join(codes)}.")
        if found.setdefault(part, code) != code:
            raise BadDirectory(f"{where}: {part} is of {found[part]} by a line before.")
    return found


def _lines(path: Path, columns: tuple[str, str]) -> Iterable[tuple[str, tuple[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDirectory(f"{path}: cannot be read as text in UTF-8.") from error
    rows = csv.DictReader(text.splitlines())
    if lacking := [name for name in columns if name not in (rows.fieldnames or ())]:
        raise BadDirectory(f"{path}, line 1: has no column {', '.join(lacking)}.")
    for row in rows:
        first, second = ((row[column] or "").strip() for column in columns)
        yield f"{path}, line {rows.line_num}", (first, second)
