"""The doors at a given time: that of a simulation, since programmes have their dates."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from pytest_django import Settings

from heard.clock import simulate
from heard.web import pages
from heard.wsgi import application
from tests.asked import ASKED


@pytest.fixture(autouse=True)
def forget_the_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test find out by itself whether its database is a simulation."""
    monkeypatch.setattr(pages, "_marked", Event())


@pytest.fixture
def simulated(settings: Settings) -> None:
    """Make the test's database a simulation, at the time when people were just asked."""
    settings.CLOCK = "simulated"
    simulate.begin(seed=1, now=ASKED)


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """Serve the pages of this process to browsers, and give their address."""
    with ThreadedWSGIServer(("127.0.0.1", 0), Quiet) as server:
        server.daemon_threads = True
        server.set_app(application)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()
