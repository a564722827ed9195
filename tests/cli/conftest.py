"""What commands work on: a database that is given, or that of a home which runs meanwhile."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pytest_django.plugin import DjangoDbBlocker

from heard.home import Home, Server, open_home
from tests.cli.terminal import as_found, heard
from tests.conftest import connected


class Running(NamedTuple):
    """A home of this process, and its PostgreSQL."""

    home: Home
    server: Server


@pytest.fixture(scope="package")
def running(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Running]:
    """Run a home's PostgreSQL, whose database `migrated` is as `heard migrate` leaves one."""
    home = open_home(tmp_path_factory.mktemp("cli") / "home")
    with home.postgres() as server, django_db_blocker.unblock():
        with as_found(home.path), connected(server.url("heard", "heard_app")):
            made = heard("migrate")
        assert (made.exit_code, made.stderr) == (0, "The database is up to date.\n")
        server.create_database("migrated", template="heard")
        yield Running(home, server)
    home.erase()


@pytest.fixture
def embedded(running: Running, django_db_blocker: DjangoDbBlocker) -> Iterator[Running]:
    """Let commands find a home of their own, migrated and empty; this process is connected too."""
    home, server = running
    server.drop_database("heard")
    server.create_database("heard", template="migrated")
    with (
        django_db_blocker.unblock(),
        connected(server.url("heard", "heard_app")),
        as_found(home.path),
    ):
        yield running


@pytest.fixture
def given(own_database: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """Let commands find DATABASE_URL, that of the test's own database."""
    with as_found(tmp_path):
        os.environ["DATABASE_URL"] = own_database["DATABASE_URL"]
        yield own_database
