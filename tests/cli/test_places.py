"""Shapes of areas from the command line."""

import json
from pathlib import Path

import pytest

from heard.places.areas import names
from heard.places.models import Loaded
from tests.cli.terminal import heard, refused
from tests.places.ons import COVENTRY, ELSEWHERE, OF_2026, line, sheet

LOAD = ("places", "load-shapes")
BY = ("--kind", "npu", "--code", "CD", "--name", "NM")


def written(folder: Path, codes: list[str]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {"CD": code, "NM": ""},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[at, 52], [at + 1, 52], [at + 1, 53], [at, 52]]],
            },
        }
        for at, code in enumerate(codes)
    ]
    file = folder / "NPU.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return str(file)


@pytest.mark.usefixtures("given")
def test_shapes_are_taken_in_from_a_day_on_and_what_is_wrong_is_named(tmp_path: Path) -> None:
    whole = written(tmp_path, [*names()])
    done = heard(*LOAD, whole, *BY, "--since", "2026-04-01")
    assert done.stderr == "8 areas from 8 features, 32 corners, not simplified.\n"
    assert heard(*LOAD, whole, *BY).exit_code == 0
    loaded = Loaded.objects.order_by("id")
    assert str(loaded[0].valid_from) == "2026-04-01"
    assert refused(*LOAD, written(tmp_path, ["BE"]), *BY).startswith(
        "heard: NPU.geojson: no feature is of BW, CV"
    )
    assert loaded.count() == 2


def test_a_file_that_is_not_there_is_named() -> None:
    assert refused(*LOAD, "none.geojson", *BY) == "heard: there is no file none.geojson.\n"


@pytest.mark.usefixtures("given")
def test_postcodes_are_taken_in_and_found(tmp_path: Path) -> None:
    assert refused("places", "find", "ZZ1 1AA", "--on", "2026-02-01").startswith(
        "heard: no directory of postcodes is in force on 2026-02-01."
    )
    file, wards = tmp_path / "ONS.csv", tmp_path / "wards.csv"
    good = line("ZZ1 1AA", COVENTRY, ward="E05001219", head=OF_2026)
    file.write_text(
        "\n".join(sheet(good, "?", line("ZZ9 1AA", ELSEWHERE, head=OF_2026), head=OF_2026))
    )
    wards.write_text("ward,area\nE05001178,BE\n")
    by = ("--edition", "February 2026", "--since", "2026-02-01", "--wards", str(wards))
    column = ("--column", "lsoa=lsoa11cd")
    assert heard("places", "postcodes", str(file), *by, *column).stderr == (
        "ONS.csv, line 3: has 1 cells, and not 11.\n"
        "3 lines: 1 postcodes in the force, 0 of them in no area, 1 outside; "
        "0 sectors in one area whole; 1 lines were left out.\n"
    )
    on = ("--on", "2026-02-01")
    assert heard("places", "find", "zz11aa", *on).stdout == (
        "ZZ1 1AA: area Coventry, ward Binley and Willenhall, impact area none, "
        "by the edition February 2026.\n"
    )
    assert "outside of the force" in heard("places", "find", "ZZ9 1ZZ", *on).stdout
    assert "not known by" in heard("places", "find", "ZZ1 1ZZ", *on).stdout
    assert "is kept already" in refused("places", "postcodes", str(file), *by)
    assert "--column is key=name" in refused("places", "postcodes", str(file), *by, "--column", "x")


def test_what_is_no_postcode_or_no_file_is_named() -> None:
    assert refused("places", "find", "Coventry") == "heard: 'Coventry' is no postcode.\n"
    by = ("--edition", "February 2026")
    assert refused("places", "postcodes", "no.csv", *by) == "heard: there is no file no.csv.\n"
