"""Shapes from GeoJSON: what is taken in, and what is refused by which rule."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from heard.journal.models import Entry
from heard.places import load as loading
from heard.places.areas import names
from heard.places.models import Loaded
from heard.places.shapes import area_shapes, middle

NOW = datetime(2021, 1, 1, tzinfo=UTC)
BY = loading.Properties(code="NPU_CD", name="NPU_NM")


def square(west: float, *, south: float = 52.0, side: float = 1.0) -> list[list[float]]:
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: str, ring: object, *, name: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"NPU_CD": code, "NPU_NM": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def force() -> list[dict[str, Any]]:
    return [feature(code, square(at)) for at, code in enumerate(names())]


def take(features: object, *, since: date = date(2020, 4, 1), **more: Any) -> loading.Taken:  # noqa: ANN401
    content = json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()
    return take_bytes(content, since=since)


def take_bytes(content: bytes, *, since: date = date(2020, 4, 1)) -> loading.Taken:
    return loading.load(
        content,
        kind=Loaded.Kind.NPU,
        properties=BY,
        of=loading.Source(name="NPU.geojson", valid_from=since),
        now=NOW,
    )


@pytest.mark.django_db
def test_until_some_are_loaded_shapes_are_made_up() -> None:
    shipped = area_shapes()
    assert shipped.is_made_up
    assert shipped.by_code.keys() == names().keys()
    assert area_shapes(kind=Loaded.Kind.IMPACT_AREA).by_code == {}


@pytest.mark.django_db
def test_features_of_one_area_are_put_together_by_code_or_by_name() -> None:
    first, *others = force()
    halves = [
        feature("BE", square(0, side=0.5)),
        feature("E99", square(0.5, side=0.5), name="birmingham EAST"),
    ]
    assert first["properties"]["NPU_CD"] == "BE"
    taken = take([*halves, *others])
    assert (taken.areas, taken.features, taken.tolerance) == (8, 9, 0.0)
    found = area_shapes()
    assert (found.source, found.since, found.is_made_up) == (
        "NPU.geojson",
        date(2020, 4, 1),
        False,
    )
    (polygon,) = found.by_code["BE"]
    assert min(map(tuple, polygon[0])) == (0.0, 52.0)
    assert len(polygon[0]) == 7
    assert Entry.objects.get(act="places.load").subject == "shapes:npu"


@pytest.mark.django_db
def test_a_map_has_the_shapes_of_its_day() -> None:
    take(force(), since=date(2020, 4, 1))
    moved = [feature(code, square(at + 20)) for at, code in enumerate(names())]
    take(moved, since=date(2021, 4, 1))
    east = [
        middle(area_shapes(day).by_code["BE"])[0]
        for day in (date(2019, 1, 1), date(2020, 5, 1), date(2021, 5, 1), None)
    ]
    assert east == pytest.approx([20.5, 0.5, 20.5, 20.5])


@pytest.mark.django_db
def test_borders_are_simplified_together_until_a_page_can_bear_them() -> None:
    def frayed(west: int) -> list[list[float]]:
        side = [[west + 1, 52 + step / 500 + 0.0001 * (step % 2)] for step in range(500)]
        other = [[west, 53 - step / 500 + 0.0001 * (step % 2)] for step in range(500)]
        return [*side, [west + 1, 53], *other, [west, 52], side[0]]

    taken = take([feature(code, frayed(2 * at)) for at, code in enumerate(names())])
    assert taken.tolerance > 0
    assert taken.positions <= loading.MOST_POSITIONS


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: one.pop("properties"), "feature 1: a Feature has an object `properties`"),
        (lambda one: one["properties"].pop("NPU_NM"), "has no property NPU_NM: it has NPU_CD"),
        (lambda one: one["properties"].update(NPU_CD="XX"), "neither NPU_CD 'XX' nor NPU_NM ''"),
        (lambda one: one.update(geometry=None), "the geometry is a Polygon or a MultiPolygon"),
        (lambda one: one["geometry"].update(coordinates=[["x"]]), "positions are two numbers"),
        (lambda one: one["geometry"].update(coordinates=[]), "draws nothing"),
        (
            lambda one: one["geometry"].update(coordinates=[square(400_000)]),
            "longitude and latitude in degrees",
        ),
        (
            lambda one: one["geometry"].update(
                coordinates=[[[0, 52], [1, 53], [1, 52], [0, 53], [0, 52]]]
            ),
            "a ring must not cross itself",
        ),
    ],
)
def test_what_is_wrong_is_named_by_feature_and_rule(change: Any, words: str) -> None:  # noqa: ANN401
    first, *others = force()
    change(first)
    with pytest.raises(loading.BadShapes) as error:
        take([first, *others])
    assert words in str(error.value)
    assert "feature 1" in str(error.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "no JSON"),
        (b"[]", "no GeoJSON FeatureCollection"),
        (b'{"type": "FeatureCollection"}', "has no features"),
    ],
)
def test_what_is_no_collection_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(loading.BadShapes, match=words):
        take_bytes(content)


def test_a_file_that_is_too_large_and_an_area_without_a_shape_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(loading.BadShapes, match="no feature is of BE; every area has one"):
        take(force()[1:])
    with pytest.raises(loading.BadShapes, match="feature 1: a Feature has an object"):
        take(["nothing"])
    monkeypatch.setattr(loading, "MOST_BYTES", 1)
    with pytest.raises(loading.BadShapes, match="more than 1 bytes"):
        take_bytes(b"{}")
