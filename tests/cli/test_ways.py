"""Ways in are made and listed from the command line."""

from pathlib import Path

import pytest
from pytest_django import Settings

from heard.clock import simulate
from heard.invitations.models import Collector
from tests.cli.terminal import as_json, heard, refused
from tests.open_ways import NOW

pytestmark = pytest.mark.usefixtures("given")


def test_ways_are_made_from_lines_and_from_a_file_and_listed(tmp_path: Path) -> None:
    simulate.begin(seed=1, now=NOW)
    file = tmp_path / "lines.txt"
    file.write_text("x; @force\n", encoding="utf-8")
    line = ["--line", "poster; Library; larkfield; 50"]
    made = heard("ways", "make", "neighbourhood", *line, "--file", str(file))
    codes = list(Collector.objects.order_by("pk").values_list("code", flat=True))
    assert made.stdout.splitlines() == [
        f"{codes[0]}  http://127.0.0.1:8000/c/{codes[0]}  Library",
        f"{codes[1]}  http://127.0.0.1:8000/c/{codes[1]}  @force",
    ]
    assert as_json("ways", "list")["ways"][1] == {
        "survey": "neighbourhood",
        "code": codes[0],
        "address": f"http://127.0.0.1:8000/c/{codes[0]}",
        "channel": "poster",
        "place": "Library",
        "impact_area": "larkfield",
        "open": True,
        "answers": 0,
        "wanted": 50,
        "doubts": {"same_device": 0, "burst": 0},
    }
    assert codes[1] in heard("ways", "list").stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nothing", "--line", "x; @force"], "heard: there is no survey nothing.\n"),
        (
            ["neighbourhood"],
            "heard: Write a line for each way in, at most 200.\n",
        ),
        (
            ["neighbourhood", "--line", "x; @force", "--line", "pigeon; Roof"],
            "heard: Line 2: pigeon is no channel.\n",
        ),
        (["neighbourhood", "--file", "none"], "heard: none cannot be read as text in UTF-8.\n"),
    ],
)
def test_what_cannot_be_made_is_said_and_nothing_is(words: list[str], why: str) -> None:
    assert refused("ways", "make", *words) == why
    assert not Collector.objects.exists()


def test_a_bad_file_of_impact_areas_stops_every_command(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "ours.csv"
    file.write_text("slug\n", encoding="utf-8")
    settings.IMPACT_AREAS = file
    assert "line 1: has no column name" in refused("ways", "list")
