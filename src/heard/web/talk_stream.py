"""Streams of a conversation and of the queue: what is new is read when the database tells of it.

One function for the citizen's page and for the desk. A stream that waits holds no connection: the
readers do, a few for all streams of a process.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TypeVar

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections, connection
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from heard.web.broadcast import BROADCAST

LIFE = 300.0  # seconds of a stream: then the browser opens it anew, and has to be let in anew
BEAT = 15.0  # seconds after which it is looked again, so that places in the queue are true
READERS = 4  # connections to the database of one process

_T = TypeVar("_T")
_readers = ThreadPoolExecutor(max_workers=READERS, thread_name_prefix="talk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What a page is told: a name, words as JSON, and for a message its position.

    One without a position is a state: it is told again only when its words have changed.
    """

    name: str
    data: Mapping[str, object]
    position: int | None = None

    def line(self) -> str:
        known = f"id: {self.position}\n" if self.position is not None else ""
        return f"{known}event: {self.name}\ndata: {json.dumps(self.data)}\n\n"


# Given the last position that a page has, gives what is new for it; raises Over at the end.
Read = Callable[[int], Sequence[Event]]


class Over(Exception):
    """There is nothing more to hear: it is gone, or not theirs any more."""


def can_stream(request: HttpRequest) -> bool:
    """Tell whether this process may keep an answer open: the web server's own may not."""
    return isinstance(request, ASGIRequest)


def by_a_reader(read: Callable[[], _T]) -> _T:
    """Read with one of the readers' connections, in the thread of a request that is to stream.

    However many pages come back at once, they take no more connections than there are readers.
    """
    return _readers.submit(_read, read).result()


def after(request: HttpRequest) -> int:
    """Give the position of the last message that a page has: its browser says so, or its script."""
    for given in (request.headers.get("Last-Event-ID", ""), request.GET.get("after", "")):
        if given.isascii() and given.isdecimal():
            return int(given[:9])
    return 0


def answer(read: Read, *, of: Collection[str], after: int, seldom: float = 0.0) -> HttpResponseBase:
    """Answer with a stream of what `read` finds: at once, and whenever something `of` it changes.

    `of` are topics of `web/broadcast`: `talk(number)`, or CHAT for the queue, which is told of no
    more often than each `seldom` seconds.
    """
    connection.close()  # what let it in is known: for as long as it is open it needs none
    lines = told(read, of=of, after=after, seldom=seldom)
    found = StreamingHttpResponse(lines, content_type="text/event-stream")
    found.headers["Cache-Control"] = "no-store"
    found.headers["X-Accel-Buffering"] = "no"  # or a proxy would gather what is to be told at once
    return open_to_us(found)


async def told(
    read: Read, *, of: Collection[str], after: int, seldom: float = 0.0
) -> AsyncIterator[str]:
    """Give the lines of such a stream."""
    loop, end, known = asyncio.get_running_loop(), monotonic() + LIFE, dict[str, str]()
    yield "retry: 1000\n\n"
    changes = BROADCAST.changes(beat=BEAT, seldom=seldom, of=of, at_once=True)
    async with aclosing(changes) as woken:
        async for _ in woken:
            try:
                found = await loop.run_in_executor(_readers, _read, partial(read, after))
            except Over:
                yield "event: over\ndata: {}\n\n"
                return
            fresh = [one for one in found if _is_new(one, known)]
            after = max([after, *(one.position for one in fresh if one.position is not None)])
            yield "".join(one.line() for one in fresh) or ": \n\n"
            if monotonic() > end:
                return


def open_to_us(answer: HttpResponseBase) -> HttpResponseBase:
    """Let pages of ours read what another port of ours says, as who they are."""
    answer.headers["Access-Control-Allow-Origin"] = settings.SITE_URL
    answer.headers["Access-Control-Allow-Credentials"] = "true"
    answer.headers["Vary"] = "Origin"
    return answer


def _read(read: Callable[[], _T]) -> _T:
    close_old_connections()
    try:
        return read()
    finally:
        close_old_connections()


def _is_new(one: Event, known: dict[str, str]) -> bool:
    if one.position is not None:
        return True
    is_new, known[one.name] = known.get(one.name) != one.line(), one.line()
    return is_new
