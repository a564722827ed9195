"""The impact areas: those shipped are sound and say that they are made up; a bad file is named."""

import json
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.places.areas import names
from heard.places.impact_areas import (
    BadImpactAreas,
    Position,
    Ring,
    impact_areas,
    of_area,
    shapes,
)
from heard.places.wards import wards

DISTRICTS = {"BE": "Birmingham", "BW": "Birmingham"}  # the others bear their district's name
HEAD = "slug,name,area,residents_16_plus"
SQUARE = [[-1.9, 52.4], [-1.8, 52.4], [-1.8, 52.5], [-1.9, 52.5], [-1.9, 52.4]]


def box_of(area: str) -> tuple[float, float, float, float]:
    """Give the box around the wards of an area; Birmingham's two halves part in its middle."""
    district = DISTRICTS.get(area, names()[area])
    boxes = [ward.box for ward in wards().values() if ward.district == district]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    middle = (west + east) / 2
    return (
        middle if area == "BE" else west,
        south,
        middle if area == "BW" else east,
        north,
    )


def turn(a: Position, b: Position, c: Position) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def crosses(one: tuple[Position, Position], other: tuple[Position, Position]) -> bool:
    (a, b), (c, d) = one, other
    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def size(ring: Ring) -> float:
    """Give what a ring encloses, above zero where it runs against the clock (RFC 7946)."""
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(ring)) / 2


def test_nineteen_made_up_areas_lie_in_the_eight() -> None:
    assert len(impact_areas()) == 19
    assert all("made up" in one.name for one in impact_areas().values())
    counts = Counter(one.area for one in impact_areas().values())
    assert counts.keys() == names().keys()
    assert {area: len(of_area(area)) for area in names()} == counts


def test_each_shape_lies_in_the_box_of_its_area_and_crosses_nothing() -> None:
    for slug, shape in shapes().items():
        west, south, east, north = box_of(impact_areas()[slug].area)
        ((ring,),) = shape
        assert all(west <= x <= east and south <= y <= north for x, y in ring), slug
        assert size(ring) > 0, slug
        assert not any(crosses(*two) for two in combinations(list(pairwise(ring)), 2)), slug


def test_no_two_shapes_meet_and_each_says_that_it_is_made_up(settings: Settings) -> None:
    rings = [list(pairwise(ring)) for ((ring,),) in shapes().values()]
    met = [(a, b) for one, other in combinations(rings, 2) for a in one for b in other]
    assert not any(crosses(a, b) for a, b in met)
    drawn = json.loads(settings.IMPACT_AREAS.with_suffix(".geojson").read_text(encoding="utf-8"))
    assert [feature["properties"]["made_up"] for feature in drawn["features"]] == [True] * 19


def put(
    settings: Settings, folder: Path, rows: str, *, slug: str = "north", ring: object = SQUARE
) -> None:
    """Give the settings a force's own file, and the shapes beside it."""
    settings.IMPACT_AREAS = folder / "ours.csv"
    settings.IMPACT_AREAS.write_text(f"{HEAD}\n{rows}", encoding="utf-8")
    feature = {
        "properties": {"slug": slug},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    (folder / "ours.geojson").write_text(json.dumps({"features": [feature]}), encoding="utf-8")


def test_a_force_has_its_own(settings: Settings, tmp_path: Path) -> None:
    put(settings, tmp_path, "north,North End,CV,5000\n")
    assert [(one.slug, one.residents) for one in impact_areas().values()] == [("north", 5000)]
    assert shapes()["north"][0][0][0] == (-1.9, 52.4)


def test_a_force_may_have_no_shapes(settings: Settings, tmp_path: Path) -> None:
    put(settings, tmp_path, "north,North End,CV,5000\n")
    (tmp_path / "ours.geojson").unlink()
    assert dict(shapes()) == {}


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("North,North End,CV,5000", "line 2, slug: small letters and digits"),
        ("north, ,CV,5000", "line 2, name: must not be empty"),
        ("north,North End,XX,5000", "line 2, area: 'XX' is none of BE, BW"),
        ("north,North End,CV,0", "line 2, residents_16_plus: a whole number above 0"),
        ("north,North End,CV,5k", "line 2, residents_16_plus: a whole number above 0"),
        ("north,North End,CV", "line 2, residents_16_plus: a whole number above 0"),
        ("north,A,CV,1\nnorth,B,CV,1", "line 3, slug: north stands there twice"),
    ],
)
def test_a_bad_row_is_named_with_its_rule(
    settings: Settings, tmp_path: Path, rows: str, why: str
) -> None:
    put(settings, tmp_path, rows)
    with pytest.raises(BadImpactAreas, match=why):
        impact_areas()


def test_a_file_that_is_no_table_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.IMPACT_AREAS = tmp_path / "none.csv"
    with pytest.raises(BadImpactAreas, match="cannot be read"):
        impact_areas()
    settings.IMPACT_AREAS = tmp_path / "other.csv"
    settings.IMPACT_AREAS.write_text("slug,name\n", encoding="utf-8")
    with pytest.raises(BadImpactAreas, match="line 1: has no column area, residents_16_plus"):
        impact_areas()


@pytest.mark.parametrize(
    ("ring", "why"),
    [
        (SQUARE[:-1], "a ring ends where it began"),
        (SQUARE[:1] * 2, "a ring ends where it began"),
        ([[200, 52], [-1.8, 52.4], [-1.8, 52.5], [200, 52]], "longitude and latitude in degrees"),
        ("round", "must be a Polygon or MultiPolygon"),
    ],
)
def test_a_bad_shape_is_named_with_its_rule(
    settings: Settings, tmp_path: Path, ring: object, why: str
) -> None:
    put(settings, tmp_path, "north,North End,CV,5000", ring=ring)
    with pytest.raises(BadImpactAreas, match=f"feature 1: .*{why}"):
        shapes()


def test_every_area_has_its_shape_and_no_other_has(settings: Settings, tmp_path: Path) -> None:
    put(settings, tmp_path, "north,North End,CV,5000", slug="south")
    with pytest.raises(BadImpactAreas, match="north, south must stand in the CSV and here"):
        shapes()
    settings.IMPACT_AREAS = tmp_path / "others.csv"
    settings.IMPACT_AREAS.write_text(f"{HEAD}\n", encoding="utf-8")
    (tmp_path / "others.geojson").write_text("[]", encoding="utf-8")
    with pytest.raises(BadImpactAreas, match="is no GeoJSON FeatureCollection"):
        shapes()
