"""Streams that a process of their own serves, beside the pages of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.conf import LazySettings

from heard.cli import processes
from heard.clock import simulate


@contextmanager
def streaming(
    database: dict[str, str],
    site: str,
    *,
    settings: LazySettings,
    patch: pytest.MonkeyPatch,
    now: datetime,
) -> Iterator[None]:
    """Serve streams of this test's database at a simulated time, and let pages know where."""
    settings.CLOCK, settings.SITE_URL = "simulated", site
    simulate.begin(seed=1, now=now)
    told = {"HEARD_CLOCK": "simulated", "HEARD_SITE_URL": site, "HEARD_FACTS": str(settings.FACTS)}
    for name, value in (database | told).items():
        patch.setenv(name, value)
    port = processes.free_port("127.0.0.1", 0)
    child = processes.streams(host="127.0.0.1", port=port)
    settings.STREAM_URL = f"http://127.0.0.1:{port}/staff/stream"
    child.start()
    try:
        processes.wait_until_served(f"http://127.0.0.1:{port}", child)
        yield
    finally:
        child.stop()
