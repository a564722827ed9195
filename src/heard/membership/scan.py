"""Asks a virus scanner about a file, where the force runs one."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from urllib.parse import urlsplit

from aioclamd import ClamdAsyncClient, ClamdError

TIMEOUT = 30.0  # seconds for one file


class Found(ValueError):
    """The scanner knows the file as harmful."""


class NotScanned(Exception):
    """The scanner could not be asked, or gave no answer that counts as one."""


def scan(content: bytes, *, scanner: str) -> None:
    """Ask clamd at `scanner`, an address like tcp://host:3310; empty asks nobody.

    Found, NotScanned.
    """
    if not scanner:
        return
    where = urlsplit(scanner)
    client = ClamdAsyncClient(where.hostname or "", where.port or 0, timeout=TIMEOUT)
    try:
        # In a thread of its own: the one that asks may have a loop of events already.
        with ThreadPoolExecutor(1) as beside:
            asked = beside.submit(lambda: asyncio.run(client.instream(BytesIO(content))))
            answer = asked.result()
    except (ClamdError, OSError):
        raise NotScanned from None
    said = [state for state, _ in (answer or {}).values()]
    if "FOUND" in said:
        raise Found
    if said != ["OK"]:
        raise NotScanned
