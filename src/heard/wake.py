"""Wakes the workers: a NOTIFY after commit, on a connection of its own, seldom enough.

Within the transaction of the event it would halve the commits: PostgreSQL takes a lock over all
databases for it. Whatever is missed here, the poll of the workers finds a second later.
"""

import threading
import time
from types import TracebackType
from typing import Any, Self

import psycopg
import structlog
from django.db import connection

FLOW = "heard"  # the channel on which workers are woken: something moved on
FACTS = "heard_facts"  # the channel on which pages hear that the facts for figures are new

_log = structlog.get_logger(__name__)
_SELDOM = 0.02  # seconds between two NOTIFYs of one process
_IDLE = 1.0  # seconds after which a connection that sends nothing is closed
_PAUSE = 1.0  # seconds before the next try after a fault
_GLANCE = 0.25  # seconds between two looks at whether to stop


def ring() -> None:
    """Wake every worker soon; for `transaction.on_commit`. It never waits and never raises."""
    _RINGER.ring()


def tell_of_facts() -> None:
    """Tell every open page that follows the figures; it is for once in a while."""
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {FACTS}")


def where() -> dict[str, Any]:
    """Say where the database is, for a connection that waits for what is told.

    Without the kind of cursors that Django wants: a connection of an event loop has its own.
    """
    given = connection.get_connection_params()
    return {name: value for name, value in given.items() if name != "cursor_factory"}


class Bell:
    """Hears every `ring` on this database; a context manager, whose threads may all wait.

    After any fault of the database it listens again by itself, and rings once when it does,
    since a ring may have been missed.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings = 0
        self._heard = threading.local()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="bell", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._note()
        self._thread.join()

    def wait(self, timeout: float = 1.0) -> bool:
        """Wait for a ring since this thread's last wait, `timeout` seconds at most."""
        with self._changed:
            seen = getattr(self._heard, "rings", 0)
            rung = self._changed.wait_for(lambda: self._rings > seen, timeout)
            self._heard.rings = self._rings
            return rung

    def _note(self) -> None:
        with self._changed:
            self._rings += 1
            self._changed.notify_all()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with _connect() as ear:
                    ear.execute(f"LISTEN {FLOW}")
                    self._note()
                    self._hear(ear)
            except psycopg.Error as error:
                _log.warning("the bell is deaf for a while", error=type(error).__name__)
                self._stopping.wait(_PAUSE)

    def _hear(self, ear: psycopg.Connection) -> None:
        while not self._stopping.is_set():
            for _ in ear.notifies(timeout=_GLANCE, stop_after=1):
                self._note()


class _Ringer:
    """The thread that sends the NOTIFYs of this process; many rings in a moment are one.

    It ends, and its connection with it, when nobody has rung for a while.
    """

    def __init__(self) -> None:
        self._wanted = threading.Event()
        self._turn = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        with self._turn:
            self._wanted.set()
            # A fork does not take its parent's threads along.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._send, name="ringer", daemon=True)
                self._thread.start()

    def _send(self) -> None:
        while not self._is_over():
            try:
                with _connect() as mouth:
                    self._speak(mouth)
            except psycopg.Error as error:
                _log.warning("nobody was woken", error=type(error).__name__)
                self._wanted.set()
                time.sleep(_PAUSE)

    def _speak(self, mouth: psycopg.Connection) -> None:
        while self._wanted.wait(_IDLE):
            self._wanted.clear()
            mouth.execute(f"NOTIFY {FLOW}")
            time.sleep(_SELDOM)

    def _is_over(self) -> bool:
        with self._turn:
            if self._wanted.is_set():
                return False
            self._thread = None
            return True


_RINGER = _Ringer()


def _connect() -> psycopg.Connection:
    """Connect as Django would, for this thread alone and without a transaction."""
    return psycopg.connect(**where(), autocommit=True)
