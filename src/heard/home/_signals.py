"""Turns the signals that end a process into an exception, so that every `finally` runs."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stop_on_signals() -> Iterator[None]:
    """Raise SystemExit(128 + signal) on SIGINT, SIGTERM and SIGHUP; main thread only.

    The first one is enough: those that follow are ignored until the block has ended, so that an
    impatient supervisor cannot interrupt the orderly end.
    """
    before = {number: signal.signal(number, _leave) for number in ENDING}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)
