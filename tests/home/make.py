"""Makes homes for the tests, and processes that use them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from heard.home import Home, open_home

PROGRAM = Path(__file__).with_name("guest.py")


@contextmanager
def fresh_home(name: str) -> Iterator[Home]:
    """Make a home in a folder that other users may enter; erase it and its data in the end."""
    above = Path(mkdtemp(prefix="heard-test-"))
    above.chmod(0o755)
    home = open_home(above / name)
    try:
        yield home
    finally:
        home.erase()
        shutil.rmtree(above)


class Guest:
    """Another process that uses a home until it is told to leave, or killed."""

    def __init__(self, home: Path, *, account: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM, home, account],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().strip()

    def leave(self) -> int:
        """Let it go, and return its exit status."""
        self.process.communicate(timeout=20)
        return self.process.returncode

    def send(self, number: int) -> int:
        """Send it a signal, and return its exit status."""
        self.process.send_signal(number)
        self.process.wait(timeout=20)
        return self.leave()
