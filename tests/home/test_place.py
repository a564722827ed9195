"""Where the data are, where the socket is, and what is not trusted there."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from heard.home import HomeError
from heard.home._place import Place


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Place]:
    """Make a place whose area has too long a path for a socket, and clear what stands instead."""
    place = Place(home=tmp_path, area=tmp_path / ("x" * 120), account=None)
    yield place
    if place.sockets.is_symlink():
        place.sockets.unlink()
    shutil.rmtree(place.sockets, ignore_errors=True)


@pytest.mark.parametrize("name", ["x" * 90, "comma,", 'quote"', "it's", "back\\slash", "naïve"])
def test_an_awkward_path_has_its_socket_elsewhere(name: str) -> None:
    plain = Place(home=Path("/h"), area=Path("/h/My Data"), account=None)
    awkward = Place(home=Path("/h"), area=Path("/h") / name, account=None)
    again = Place(home=Path("/h"), area=Path("/h") / name, account=None)
    assert plain.sockets == Path("/h/My Data/run")
    assert awkward.sockets.name.startswith(f"heard-{os.geteuid()}-")
    assert awkward.sockets == again.sockets


def test_the_socket_folder_is_private_and_found_again(outside: Place) -> None:
    outside.make_folders()
    outside.make_folders()
    assert outside.sockets.stat().st_mode & 0o777 == 0o700
    assert outside.area.stat().st_mode & 0o777 == 0o700


def test_an_open_socket_folder_is_refused(outside: Place) -> None:
    outside.sockets.mkdir()
    outside.sockets.chmod(0o777)
    with pytest.raises(HomeError, match="must be a folder of ours with mode 0700"):
        outside.make_folders()


def test_a_link_instead_of_the_socket_folder_is_refused(outside: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    outside.sockets.symlink_to(elsewhere)
    with pytest.raises(HomeError, match="must be a folder of ours with mode 0700"):
        outside.make_folders()
    assert list(elsewhere.iterdir()) == []
