"""Steps that are done once, and again when something that they were made from changes."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path


def fingerprint(*, files: Iterable[Path], facts: Iterable[str] = ()) -> str:
    """Give one SHA-256 in hex for the names and contents of `files` and for the `facts`."""
    sha = hashlib.sha256()
    for fact in facts:
        sha.update(f"fact {fact!r}\n".encode())
    for file in files:
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        sha.update(f"file {file.name!r} {content}\n".encode())
    return sha.hexdigest()


def is_done(*, stamp: Path, key: str) -> bool:
    """Say whether the step behind `stamp` was finished for this `key`."""
    return stamp.exists() and stamp.read_text() == key


def once(work: Callable[[], object], *, stamp: Path, key: str) -> None:
    """Do `work` unless it is done for this `key`.

    The stamp is taken away first and written last: what failed or was stopped is done again.
    """
    if is_done(stamp=stamp, key=key):
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.write_text(key)
