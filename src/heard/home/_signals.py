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
    impatient supervisor cannot interrupt the orderly end. What was cut short may raise an error of
    its own on its way out, as a transaction in the middle of a query does; that it was told to end
    is what counts then too.
    """
    told: list[int] = []

    def leave(number: int, _frame: FrameType | None) -> NoReturn:
        told.append(number)
        for each in ENDING:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in ENDING}
    try:
        yield
    except Exception as error:
        if told:
            raise SystemExit(128 + told[0]) from error
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
