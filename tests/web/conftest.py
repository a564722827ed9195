"""The doors at a given time: that of a simulation, since programmes have their dates."""

from threading import Event

import pytest
from pytest_django import Settings

from heard.clock import simulate
from heard.web import pages
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
