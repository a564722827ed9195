"""What a home provides before Django reads its settings."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from heard.cli.environment import is_embedded, prepare
from heard.home import open_home
from tests.cli.terminal import as_found

PROVIDED = ("HEARD_KEYS", "HEARD_SECRET_KEY")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where a home may be made, for somebody who asks for figures."""
    monkeypatch.setattr(sys, "argv", ["heard", "figures"])
    with as_found(tmp_path / "home"):
        for name in (*PROVIDED, "DJANGO_SETTINGS_MODULE"):
            os.environ.pop(name, None)
        yield tmp_path / "home"


def test_a_home_gives_its_keys(folder: Path) -> None:
    prepare()

    home = open_home(folder)
    assert os.environ["DJANGO_SETTINGS_MODULE"] == "heard.settings"
    assert json.loads(os.environ["HEARD_KEYS"]) == home.keys()
    assert os.environ["HEARD_SECRET_KEY"] == home.secret_key()


def test_keys_that_are_given_stay(folder: Path) -> None:
    os.environ.update(HEARD_KEYS="{}", HEARD_SECRET_KEY="mine")  # noqa: S106 - nobody's

    prepare()

    assert [os.environ[name] for name in PROVIDED] == ["{}", "mine"]


def test_without_a_word_the_home_is_in_the_current_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    monkeypatch.chdir(folder)
    del os.environ["HEARD_HOME"]

    prepare()

    assert os.environ["HEARD_HOME"] == str(folder / ".heard")


@pytest.mark.parametrize("words", [[], ["figures", "--help"]])
def test_who_asks_for_words_gets_no_home(
    folder: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["heard", *words])

    prepare()

    assert (folder.exists(), is_embedded()) == (False, True)


def test_a_database_that_is_given_needs_no_home(folder: Path) -> None:
    os.environ["DATABASE_URL"] = "postgresql://heard_app@database.example/heard"

    prepare()

    assert (folder.exists(), is_embedded()) == (False, False)
    assert not os.environ.keys() & set(PROVIDED)


def test_what_the_home_objects_to_is_said_in_one_sentence(folder: Path) -> None:
    folder.write_text("a file")

    with pytest.raises(SystemExit, match=f"heard: {folder} must be a folder we can write to: "):
        prepare()
