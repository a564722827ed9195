"""The folder itself: who may read it, what it makes once, what it refuses."""

import os
import shutil
from base64 import b64decode
from pathlib import Path

import pytest

from heard.home import Home, HomeError, open_home

SECRETS = ("keys.json", "passwords.json", "secret_key")


def test_all_that_is_made_is_ours_alone(tmp_path: Path) -> None:
    home = open_home(tmp_path / "new" / "home")
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.path.iterdir()}
    assert home.path.stat().st_mode & 0o777 == 0o700
    assert modes == dict.fromkeys((*SECRETS, "secrets.lock"), 0o600)


def test_a_second_opening_finds_the_same_secrets(tmp_path: Path) -> None:
    first = open_home(tmp_path / "home")
    before = {name: (first.path / name).read_bytes() for name in SECRETS}
    second = open_home(str(tmp_path / "home"))
    assert {name: (second.path / name).read_bytes() for name in SECRETS} == before
    assert (second.keys(), second.secret_key()) == (first.keys(), first.secret_key())


def test_keys_are_32_bytes_each_and_differ(tmp_path: Path) -> None:
    keys = open_home(tmp_path / "home").keys()
    assert (list(keys["ring"]), keys["current"]) == (["k1"], "k1")
    assert [len(b64decode(key)) for key in (keys["ring"]["k1"], keys["lookup"])] == [32, 32]
    assert keys["ring"]["k1"] != keys["lookup"]


def test_rotation_adds_a_key_and_keeps_all_others(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    before = home.keys()
    assert (home.rotate_keys(), home.rotate_keys()) == ("k2", "k3")
    after = home.keys()
    assert (list(after["ring"]), after["current"]) == (["k1", "k2", "k3"], "k3")
    assert (after["ring"]["k1"], after["lookup"]) == (before["ring"]["k1"], before["lookup"])
    assert len(set(after["ring"].values())) == 3
    assert home.keys_path.stat().st_mode & 0o777 == 0o600


def test_an_empty_folder_is_closed_and_a_full_one_is_refused(tmp_path: Path) -> None:
    empty, full = tmp_path / "empty", tmp_path / "full"
    for folder in (empty, full):
        folder.mkdir(mode=0o755)
    (full / "letter").touch()
    assert open_home(empty).path.stat().st_mode & 0o777 == 0o700
    with pytest.raises(HomeError, match="full is open to other users: chmod 700 it"):
        open_home(full)
    assert full.stat().st_mode & 0o777 == 0o755


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    home.keys_path.chmod(0o640)
    with pytest.raises(HomeError, match=r"keys\.json holds secrets and is open to other users"):
        home.keys()


def test_keys_that_are_no_keys_are_refused_in_one_sentence(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")
    for text in ("{", "[]", "{}", '{"ring": {}, "current": "k1", "lookup": ""}'):
        home.keys_path.write_text(text)
        with pytest.raises(HomeError, match=r"keys\.json must"):
            home.keys()


def test_an_established_home_makes_no_new_keys(home: Home) -> None:
    with home.postgres(durable=False):
        home.keys_path.rename(home.path / "lost")
    with pytest.raises(HomeError, match=r"keys\.json is missing although the home has data"):
        open_home(home.path)
    assert not home.keys_path.exists()


def test_a_home_in_use_is_not_erased(home: Home) -> None:
    with home.postgres(durable=False), pytest.raises(HomeError, match="is in use"):
        home.erase()
    assert home.keys_path.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps the data outside of the home")
def test_a_copy_of_a_home_does_not_share_its_data(home: Home) -> None:
    with home.postgres(durable=False):
        copy = shutil.copytree(home.path, home.path.with_name("copy"))
    try:
        with pytest.raises(HomeError, match="is a copy of"), open_home(copy).postgres():
            pass
    finally:
        shutil.rmtree(copy)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_home_of_another_user_is_refused(tmp_path: Path) -> None:
    os.chown(tmp_path, 65534, 65534)
    with pytest.raises(HomeError, match="must belong to the user who runs Heard"):
        open_home(tmp_path)
