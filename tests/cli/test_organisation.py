"""The organisation is taken in from the command line, whole or not at all."""

from pathlib import Path

import pytest

from heard.organisation.models import Unit
from tests.cli.terminal import heard, refused
from tests.organisation.test_load import FORCE

pytestmark = pytest.mark.usefixtures("given")


def test_a_file_is_looked_at_and_then_taken_in(tmp_path: Path) -> None:
    (path := tmp_path / "force.csv").write_text(FORCE)
    dry = heard("organisation", "load", str(path), "--dry-run")
    assert dry.stdout == (
        "would be new: 6 units, 6 moves of units, 1 posts of people; known already: 0\n"
    )
    assert Unit.objects.count() == 0
    assert heard("organisation", "load", str(path)).stdout.startswith("new: 6 units")
    assert Unit.objects.count() == 6


def test_what_is_wrong_is_named_with_its_line(tmp_path: Path) -> None:
    (path := tmp_path / "force.csv").write_text(f"{FORCE}team,R2,,ZZ,2020-01-01\n")
    assert refused("organisation", "load", str(path)) == (
        f"heard: {path}: nothing was taken in.\n"
        "line 9, under: there is no unit 'ZZ' before this line.\n"
    )
