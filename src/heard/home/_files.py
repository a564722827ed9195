"""Private files and file locks: 0600, written whole or not at all, freed by the kernel on death."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from heard.home._errors import HomeError

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write_private(path: Path, text: str) -> None:
    """Replace `path` by `text`, 0600 and on the disk before the old content goes."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123 (a descriptor, not a path)
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_private(path: Path) -> str:
    """Return the text of `path`; HomeError where it is missing or others may read it."""
    try:
        if path.stat().st_mode & OTHERS:
            raise HomeError(f"{path} holds secrets and is open to other users: chmod 600 it.")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise HomeError(f"{path} must be readable: {error.strerror}.") from error


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """Yield a descriptor for flock; closing it, or dying, is what lets go of the lock."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` alone, waiting for whoever has it."""
    with opened(path) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


def share(descriptor: int) -> None:
    """Hold the lock together with others, waiting for whoever has it alone."""
    fcntl.flock(descriptor, fcntl.LOCK_SH)


def is_alone(descriptor: int) -> bool:
    """Take the lock alone without waiting, and say whether that worked."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
