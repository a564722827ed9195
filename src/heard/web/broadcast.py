"""Tells the open pages of this process what has changed: one ear on the database for all."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection
from contextlib import suppress

import psycopg
import structlog

from heard.conversations.converse import CHANNEL as CHAT
from heard.wake import FACTS, FLOW, where

PAUSE = 1.0  # seconds before the next try after a fault of the database
FIGURES = (FACTS, FLOW)

_log = structlog.get_logger(__name__)


def talk(number: int) -> str:
    """Name what changes when one conversation does; CHAT is what changes when any does."""
    return _topic(CHAT, str(number))


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
    """Listens while any page does, on one connection; all in one event loop.

    A page is woken by what it follows alone, so that five hundred conversations do not wake one
    another.
    """

    def __init__(self) -> None:
        self._following: defaultdict[str, set[Listener]] = defaultdict(set)
        self._ear: asyncio.Task[None] | None = None

    async def changes(
        self, *, beat: float, seldom: float, of: Collection[str] = FIGURES, at_once: bool = False
    ) -> AsyncGenerator[frozenset[str]]:
        """Give what has changed `of` this, whenever it has, and nothing after each `beat` without.

        What changes within `seldom` seconds is told together. With `at_once` all is said to have
        changed at first, when it is followed already.
        """
        mine = Listener()
        if at_once:
            mine.note(of)
        for topic in of:
            self._following[topic].add(mine)
        if self._ear is None or self._ear.done():
            self._ear = asyncio.create_task(self._listen())
        try:
            while True:
                yield await mine.next(beat)
                await asyncio.sleep(seldom)
        finally:
            self._forget(mine, of)

    def _forget(self, one: Listener, of: Collection[str]) -> None:
        for topic in of:
            self._following[topic].discard(one)
            if not self._following[topic]:
                del self._following[topic]
        if not self._following and self._ear is not None:
            self._ear.cancel()
            self._ear = None  # whoever comes before it has ended needs another

    def _note(self, what: Collection[str]) -> None:
        for topic in what:
            for one in self._following.get(topic, ()):
                one.note([topic])

    def _talks(self) -> Collection[str]:
        return [topic for topic in self._following if topic.startswith(CHAT)]

    async def _listen(self) -> None:
        """Hear what the database tells; after a fault all may have changed, and is said to have.

        Whatever was said in a conversation before the ear was open is read once it is.
        """
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(**where(), autocommit=True) as ear:
                    for channel in (*FIGURES, CHAT):
                        await ear.execute(f"LISTEN {channel}")
                    self._note(self._talks())
                    async for told in ear.notifies():
                        self._note({told.channel, _topic(told.channel, told.payload)})
            except psycopg.Error as error:
                _log.warning("the stream is deaf for a while", error=type(error).__name__)
                await asyncio.sleep(PAUSE)
                self._note(FIGURES)


def _topic(channel: str, payload: str) -> str:
    return f"{channel} {payload}" if payload else channel


BROADCAST = Broadcast()
