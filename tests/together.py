"""For tests of two at once: acts on connections of their own, and the moment when one waits."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

_T = TypeVar("_T")


def alone(act: Callable[[], _T]) -> _T:
    """Act in this thread, and then close its connection."""
    try:
        return act()
    finally:
        connection.close()


def wait_for_waiting(number: int) -> None:
    """Return when so many transactions wait for another one's lock."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] == number:
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits")
