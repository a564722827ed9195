"""The homes that tests are given."""

from collections.abc import Iterator

import pytest

from heard.home import Home, Server
from tests.home.make import fresh_home


@pytest.fixture
def home() -> Iterator[Home]:
    with fresh_home("home") as made:
        yield made


@pytest.fixture(scope="package")
def shared() -> Iterator[Home]:
    """One home, whose server runs, for all tests that leave it as they found it."""
    with fresh_home("shared") as made:
        yield made


@pytest.fixture(scope="package")
def idle() -> Iterator[Home]:
    """One home with data, whose server does not run, for all tests that stop what they start."""
    with fresh_home("idle") as made:
        with made.postgres(durable=False):
            pass
        yield made


@pytest.fixture(scope="package")
def server(shared: Home) -> Iterator[Server]:
    with shared.postgres(durable=False) as running:
        yield running
