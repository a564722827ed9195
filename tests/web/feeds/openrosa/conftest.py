"""A served site, a way in for officers, and a device that was let in."""

import secrets

import pytest
from pytest_django import Settings

from heard.fieldwork import devices
from heard.fieldwork.devices import Made
from heard.invitations.models import Collector
from tests.open_ways import ANN, NOW, every_kind, way_in
from tests.web.feeds.openrosa.collect import Collect
from tests.web.staff.people import a_person


@pytest.fixture
def way(own_database: dict[str, str], simulated: None) -> Collector:
    every_kind()
    return way_in("trial", channel="officer")


@pytest.fixture
def made(own_database: dict[str, str]) -> Made:
    """Let a tablet of an officer in."""
    user = a_person("bob@example.org", password=None)
    return devices.make(user, name="tablet 7", by=ANN, now=NOW, draw=secrets.token_bytes)


@pytest.fixture
def address(site: str, settings: Settings) -> str:
    """Serve the site under the address that it gives out."""
    settings.SITE_URL = site
    return f"{site}/openrosa"


@pytest.fixture
def collect(way: Collector, made: Made, address: str) -> Collect:
    """A device that has scanned its code."""
    return Collect(base=f"{address}/{made.secret}")
