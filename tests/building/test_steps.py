"""A step is done once for what it was made from."""

from functools import partial
from pathlib import Path

import pytest

from building.steps import fingerprint, once


def test_a_fingerprint_changes_with_a_file_and_with_a_fact(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("one")
    first = fingerprint(files=[lock], facts=["3.11"])
    assert fingerprint(files=[lock], facts=["3.11"]) == first
    assert fingerprint(files=[lock], facts=["3.12"]) != first
    lock.write_text("two")
    assert fingerprint(files=[lock], facts=["3.11"]) != first


def test_work_is_done_again_only_for_another_key(tmp_path: Path) -> None:
    done: list[str] = []
    for key in ("a", "a", "b", "b", "a"):
        once(partial(done.append, key), stamp=tmp_path / "stamp", key=key)
    assert done == ["a", "b", "a"]


def test_failed_work_is_not_taken_for_done(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp"
    once(partial(divmod, 1, 1), stamp=stamp, key="a")
    with pytest.raises(ZeroDivisionError):
        once(partial(divmod, 1, 0), stamp=stamp, key="b")
    assert not stamp.exists()
