"""Runs programs aside, in processes whose descendants can be told from all others."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

from django.conf import settings

from tests.cli.terminal import LATEST

MARK = "HEARD_TEST_MARK"  # in the environment of a program and of all that it starts
OTHERS = ("DATABASE_URL", "HEARD_SECRET_KEY", "HEARD_CLOCK", "HEARD_CHANNELS")


class Aside:
    """A program that runs aside."""

    def __init__(self, *words: str | Path, environment: Mapping[str, str]) -> None:
        self._mark = str(uuid4())
        self.last_words = ""  # what it had said to its standard error when it ended
        self.process = subprocess.Popen(
            [sys.executable, *words],
            env={**environment, MARK: self._mark, "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def send(self, number: int) -> int:
        """Send it a signal, and give its exit status."""
        self.process.send_signal(number)
        _, self.last_words = self.process.communicate(timeout=LATEST)
        return self.process.returncode

    def descendants(self) -> list[int]:
        """Give the processes that it started, or that these did, and that are there still."""
        return [number for number in marked(self._mark) if number != self.process.pid]


@contextmanager
def aside(*words: str | Path, environment: Mapping[str, str]) -> Iterator[Aside]:
    """Run `python` with these words; what is left of it in the end is killed."""
    started = Aside(*words, environment=environment)
    try:
        yield started
    finally:
        started.process.kill()  # first, since it may start again what ends
        started.process.communicate()
        for number in started.descendants():
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)


def bare(home: Path) -> dict[str, str]:
    """Give the environment of somebody who has this home, and the keys of this process."""
    kept = {name: value for name, value in os.environ.items() if name not in OTHERS}
    return {**kept, "HEARD_HOME": str(home), "HEARD_KEYS": json.dumps(settings.HEARD_KEYS)}


def marked(mark: str) -> list[int]:
    """Give the processes with this mark in the environment that they were started in."""
    found = f"{MARK}={mark}".encode()
    return _processes(lambda process: found in (process / "environ").read_bytes().split(b"\0"))


def servers_of(home: Path) -> list[int]:
    """Give the processes of a home's PostgreSQL, each of which works in the data folder."""
    data = Path(json.loads((home / "place.json").read_text(encoding="utf-8"))["data"])
    return _processes(lambda process: (process / "cwd").readlink() == data)


def wait_until(met: Callable[[], bool], *, of: Aside) -> None:
    """Wait until a condition is met; fail with the program's last words if it ends before."""
    end = monotonic() + LATEST
    while not met():
        assert of.process.poll() is None, of.process.communicate()[1]
        assert monotonic() < end, "it takes too long"
        sleep(0.05)


def _processes(matches: Callable[[Path], bool]) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if matches(process):
                found.append(int(process.name))
        except OSError:  # it has ended, or is a stranger's
            continue
    return found
