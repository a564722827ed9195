"""The one bind of a process: its thread, its event loop, and the pause before it is tried again."""

import asyncio
import atexit
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic, sleep
from typing import Any, TypeVar

import structlog

from heard.channels.smpp._session import Session
from heard.channels.smpp._settings import Settings

_log = structlog.get_logger(__name__)
_T = TypeVar("_T")
_DOUBLINGS = 5  # of the pause, at most


class Binding:
    """Binds when it is first asked for a session, and anew, after a pause, when one dropped."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._session: Session | None = None
        self._failures = 0
        self._not_before = 0.0

    def session(self) -> Session | None:
        """Give a session in which the peer is heard; None where none is up.

        It takes as long as a peer that does not answer is waited for, and a pause.
        """
        with self._lock:
            session = self._session
            if session is None:
                return self._bind() if monotonic() >= self._not_before else None
            if not session.is_trusted:
                self.run(session.trusted()).result()
            if session.is_open:
                return session
            self._session = None
            self.run(session.leave())
            sleep(self._settings.reconnect)
            return self._bind()

    def run(self, work: Coroutine[Any, Any, _T]) -> Future[_T]:
        """Have the bind's own thread do this."""
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = Thread(target=_run, args=[self._loop], daemon=True, name="smpp")
            self._thread.start()
            atexit.register(self.close)
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def answer(self, session: Session, numbers: Sequence[int], status: int) -> None:
        """Tell the peer what became of what it offered."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(session.answer, numbers, status)

    def close(self) -> None:
        """Take leave of the peer and end the thread; the next call binds anew."""
        with self._lock:
            loop, session = self._loop, self._session
            if session is not None:
                self.run(session.unbind()).result()
            self._loop = self._session = None
        if loop is not None:
            atexit.unregister(self.close)
            loop.call_soon_threadsafe(loop.stop)
            self._thread.join()

    def _bind(self) -> Session | None:
        try:
            self._session = self.run(Session.open(self._settings)).result()
        except (OSError, UnicodeError) as error:
            pause = self._settings.reconnect * 2**self._failures
            self._failures = min(self._failures + 1, _DOUBLINGS)
            self._not_before = monotonic() + pause
            _log.warning("no bind", error=type(error).__name__, why=str(error), pause=pause)
        else:
            self._failures = 0
        return self._session


def _run(loop: asyncio.AbstractEventLoop) -> None:
    loop.run_forever()
    loop.close()
