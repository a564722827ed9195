"""Shapes of areas from the command line."""

import json
from pathlib import Path

import pytest

from heard.places.areas import names
from heard.places.models import Loaded
from tests.cli.terminal import heard, refused

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
