"""Tells the open pages of this process what has changed: one ear on the database for all."""

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import suppress

import psycopg
import structlog

from heard.wake import FACTS, FLOW, where

PAUSE = 1.0  # seconds before the next try after a fault of the database

_log = structlog.get_logger(__name__)


class Listener:
    """What one page has not been told yet."""

    def __init__(self) -> None:
        self._changed: set[str] = set()
        self._any = asyncio.Event()

    def note(self, what: Collection[str]) -> None:
        self._changed.update(what)
        self._any.set()

    async def next(self, beat: float) -> frozenset[str]:
        """Give what has changed since the last time; nothing after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(beat):
                await self._any.wait()
        found = frozenset(self._changed)
        self._changed.clear()
        self._any.clear()
        return found


class Broadcast:
    """Listens while any page does, on one connection; all in one event loop."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()
        self._ear: asyncio.Task[None] | None = None

    async def changes(self, *, beat: float, seldom: float) -> AsyncGenerator[frozenset[str]]:
        """Give what has changed, whenever anything has, and nothing after each `beat` without.

        What changes within `seldom` seconds is told together.
        """
        mine = Listener()
        self._listeners.add(mine)
        if self._ear is None or self._ear.done():
            self._ear = asyncio.create_task(self._listen())
        try:
            while True:
                yield await mine.next(beat)
                await asyncio.sleep(seldom)
        finally:
            self._listeners.discard(mine)
            if not self._listeners:
                self._ear.cancel()

    def _note(self, what: Collection[str]) -> None:
        for one in self._listeners:
            one.note(what)

    async def _listen(self) -> None:
        """Hear what the database tells; after a fault all may have changed, and is said to have."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**where(), autocommit=True) as ear:
                    for channel in (FACTS, FLOW):
                        await ear.execute(f"LISTEN {channel}")
                    async for told in ear.notifies():
                        self._note([told.channel])
            except psycopg.Error as error:
                _log.warning("the stream is deaf for a while", error=type(error).__name__)
                await asyncio.sleep(PAUSE)
                self._note([FACTS, FLOW])


BROADCAST = Broadcast()
