"""Runs one lane of the worker: again while there is work, a bad row aside, and through faults."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event
from time import monotonic
from typing import NamedTuple

import structlog
from django.db import InterfaceError, OperationalError, connection

from heard import wake
from heard.clock import read as clock

GATHER = 0.02  # seconds for more to come together after a pass that was not full
PUT_ASIDE = 60.0  # seconds between two rows that a lane sets aside, if nothing works between
SKEW = timedelta(seconds=60)  # by which a machine's clock may be wrong at most
REST = 1.0  # seconds between two looks, when no bell rings

log = structlog.get_logger()


class Lane(NamedTuple):
    """One pass of a lane, which says how much it did; `most` is what a pass can do.

    With `every`, in seconds, it rests so long after a pass that was not full; without, it runs
    whenever there may be work. With `set_aside`, a row that fails by itself is put aside, so that
    it stops no other. One that `sends` waits while the machine's clock is not that of the
    database. One that `is_woken` looks when a bell rings, and not only each second: those alone
    between a call and its text.
    """

    run: Callable[..., int]
    most: int
    every: float | None = None
    set_aside: Callable[..., bool] | None = None
    sends: bool = False
    is_woken: bool = False


class Aside:
    """Looks for the row that makes a lane fail, and sets it aside.

    If all rows fail it is not they that are at fault: unless one of them works in between, no
    more than one is set aside in a minute.
    """

    def __init__(self, lane: Lane) -> None:
        self._lane = lane
        self._not_before = 0.0

    def look(self, now: datetime) -> None:
        """Run the first row alone; where it fails, set it aside."""
        if self._lane.set_aside is None:
            return
        try:
            self._lane.run(now, limit=1)
        except Exception as fault:  # noqa: BLE001 - what the row does is what is looked for
            if monotonic() >= self._not_before:
                self._not_before = monotonic() + PUT_ASIDE
                self._lane.set_aside(now=now, fault=type(fault).__name__)
        else:
            self._not_before = 0.0


def run(name: str, lane: Lane, bell: wake.Bell, stop: Event) -> None:
    """Run one lane until `stop` is set.

    A fault is logged by its class alone, and the lane tries again.
    """
    putting = Aside(lane)
    while not stop.is_set():
        try:
            found = lane.run(clock.now()) if _may_run(lane) else 0
        except (OperationalError, InterfaceError) as fault:
            log.warning("lane_lost_database", lane=name, fault=type(fault).__name__)
            connection.close()
            stop.wait(REST)
            continue
        except Exception as fault:  # noqa: BLE001 - one bad row must not end the lane for good
            # Without its message or its trace: they could quote what a person wrote.
            log.error("lane_failed", lane=name, fault=type(fault).__name__)  # noqa: TRY400
            putting.look(clock.now())
            stop.wait(REST)
            continue
        _rest(lane, found, bell, stop)
    connection.close()


def _may_run(lane: Lane) -> bool:
    """Say no to a lane that sends by a clock that cannot be right."""
    ahead = clock.skew() if lane.sends else timedelta(0)
    if abs(ahead) > SKEW:
        log.error("this clock is not that of the database", seconds=ahead.total_seconds())
    return abs(ahead) <= SKEW


def _rest(lane: Lane, found: int, bell: wake.Bell, stop: Event) -> None:
    """Wait until there may be work again, after a pass that found so much."""
    if lane.every is not None:
        stop.wait(lane.every if found < lane.most else 0)
    elif found:
        wake.ring()
        # A pass costs much the same for one as for thirty: at once again only if there is more.
        stop.wait(GATHER if found < lane.most else 0)
    elif lane.is_woken:
        bell.wait(REST)
    else:
        stop.wait(REST)
