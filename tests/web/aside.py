"""Runs what is asynchronous beside a browser: Playwright keeps a loop of its own in our thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from asgiref.sync import sync_to_async
from django.db import connections

_T = TypeVar("_T")


def run(made: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Run it to its end in a thread, and close what that opened to the database."""

    async def closed() -> _T:
        try:
            return await made()
        finally:
            await sync_to_async(connections.close_all)()

    with ThreadPoolExecutor(max_workers=1) as aside:
        return aside.submit(lambda: asyncio.run(closed())).result()
