"""Wards next to each other, by their shapes or by the boxes around them."""

import json
from datetime import date, timedelta

import pytest

from heard.places import load as loading
from heard.places.models import Loaded
from heard.places.near import near, ward_name, ward_names
from heard.places.postcodes import find
from heard.places.wards import wards
from tests.places.ons import COVENTRY, SINCE, codes, line, made_up, sheet, take
from tests.places.test_load import BY, NOW, feature, square

pytestmark = pytest.mark.django_db
WARDS = ("E05017001", "E05017002", "E05017003")


def load_wards(*features: object, since: date = SINCE) -> loading.Taken:
    content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    return loading.load(
        content,
        kind=Loaded.Kind.WARD,
        properties=BY,
        of=loading.Source(name="WD.geojson", valid_from=since),
        now=NOW,
    )


def row_of_three() -> loading.Taken:
    """Load three wards in a row, of which a directory has postcodes, and one of elsewhere."""
    known = zip(codes(3), WARDS, strict=True)
    take(sheet(*(line(code, COVENTRY, ward=ward) for code, ward in known)))
    drawn = [
        feature(ward, square(-1.6 + at / 10, south=52.4, side=0.1), name=f"Ward {9 - at}")
        for at, ward in enumerate(WARDS)
    ]
    return load_wards(*drawn, feature("E05000001", square(0.1, south=51.5), name="Abbey"))


def test_without_shapes_a_ward_is_near_those_whose_boxes_meet_its_own() -> None:
    first = next(iter(wards()))
    around = near(first, on=SINCE)
    assert first in around
    assert 1 < len(around) < len(wards()) / 4
    assert all(first in near(other, on=SINCE) for other in around)
    assert near("E1", on=SINCE) == ()
    assert ward_names(SINCE)[first] == ward_name(first) == wards()[first].name
    assert ward_name("E1") == "E1"


def test_by_their_shapes_wards_are_near_whose_borders_meet() -> None:
    taken = row_of_three()
    assert (taken.areas, taken.features) == (3, 4)
    first, second, third = WARDS
    assert near(first, on=SINCE) == (first, second)
    assert near(second, on=SINCE) == WARDS
    assert near("E05000001", on=SINCE) == ()
    assert [*ward_names(SINCE).items()] == [
        (third, "Ward 7"),
        (second, "Ward 8"),
        (first, "Ward 9"),
    ]
    assert ward_name(first) == "Ward 9"


def test_an_edition_of_wards_is_in_force_from_its_day_on() -> None:
    row_of_three()
    later = SINCE + timedelta(days=365)
    load_wards(feature(WARDS[0], square(-1.6), name="Ward 1"), since=later)
    assert near(WARDS[0], on=later - timedelta(days=1)) == WARDS[:2]
    assert near(WARDS[0], on=later) == WARDS[:1]
    assert ward_name(WARDS[2]) == "Ward 7"


def test_wards_of_elsewhere_alone_are_refused() -> None:
    with pytest.raises(loading.BadShapes, match="no feature is of a ward of the force"):
        load_wards(feature("E05000001", square(0.1), name="Abbey"))


def test_a_postcode_with_a_place_and_no_ward_is_in_the_ward_around_it() -> None:
    row_of_three()
    lines = [
        line("ZZ5 1AA", COVENTRY, ward="", lat="52.45", long="-1.45"),
        line("ZZ5 1AB", COVENTRY, ward="", lat="50.1", long="-1.45"),
        line("ZZ5 1AD", COVENTRY, ward="", lat="99.999999", long="0"),
    ]
    placed = take(sheet(*lines), by=made_up(), name="March 2026", since=SINCE)
    assert placed.inside == 3
    found = {code: find(code, on=SINCE) for code in ("ZZ5 1AA", "ZZ5 1AB", "ZZ5 1AD")}
    assert [one.ward if one else None for one in found.values()] == [WARDS[1], "", ""]
