"""One PostgreSQL a run, migrated once into a template from which every database is cloned."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.template import engines
from django.test import override_settings
from hypothesis import settings as hypothesis
from pytest_django import DjangoDbBlocker, Settings

from heard.cli.database import migrate, point
from heard.conversations import flows
from heard.eligibility import programmes
from heard.home import Server, open_home
from heard.questionnaires import publish

pytest_plugins = ["tests.browser", "tests.covered", "tests.side_by_side", "tests.sql_once"]
# No example is timed: what is slow on a busy machine is no fault.
hypothesis.register_profile("untimed", deadline=None)
hypothesis.load_profile("untimed")
NAMES = (f"trial_{n}" for n in itertools.count())


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An embedded PostgreSQL of this run's own, fast and forgetful."""
    home = open_home(tmp_path_factory.mktemp("home") / "of tests")
    with home.postgres(durable=False) as running:
        yield running
    home.erase()


@pytest.fixture(scope="session")
def template(server: Server, django_db_blocker: DjangoDbBlocker) -> str:
    """The name of a database with all migrations and the shipped reference data."""
    server.create_database("template_of_tests")
    with django_db_blocker.unblock():
        owner = server.url("template_of_tests", "heard_owner")
        with connected(owner):
            migrate(owner)
        with connected(server.url("template_of_tests", "heard_app")):
            publish.install(now=datetime(2020, 9, 1, tzinfo=UTC))
            programmes.install(now=datetime(2020, 9, 1, tzinfo=UTC))
            flows.install(now=datetime(2020, 3, 1, tzinfo=UTC))
    return "template_of_tests"


@pytest.fixture(scope="session")
def django_db_setup(server: Server, template: str) -> None:
    """Where pytest-django's rolled-back tests run: as `heard_app`, as in earnest."""
    server.create_database("rolled_back", template=template)
    point(server.url("rolled_back", "heard_app"))


@pytest.fixture
def own_database(
    server: Server, template: str, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """A database of the test's own, for what must really commit.

    This process is connected to it; the environment that other processes need is what it yields.
    """
    name = next(NAMES)
    server.create_database(name, template=template)
    url = server.url(name, "heard_app")
    with django_db_blocker.unblock(), connected(url):
        yield {
            **os.environ,
            "DATABASE_URL": url,
            "HEARD_HOME": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "heard.settings",
        }
    server.drop_database(name)


@pytest.fixture(scope="module")
def of_the_file(
    server: Server,
    template: str,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """A database and a folder for facts that a file fills once, for all of its tests."""
    folder, name = tmp_path_factory.mktemp("facts"), next(NAMES)
    server.create_database(name, template=template)
    with (
        django_db_blocker.unblock(),
        override_settings(FACTS=folder),
        connected(server.url(name, "heard_app")),
    ):
        yield folder
    server.drop_database(name)


@pytest.fixture(scope="session", autouse=True)
def _templates() -> None:
    """Make the templates' environment by the settings of all tests: it keeps the force's name."""
    engines.all()


@pytest.fixture(autouse=True)
def _own_facts(settings: Settings, tmp_path: Path) -> None:
    """Keep the facts of each test in a folder of its own."""
    settings.FACTS = tmp_path / "facts"


@pytest.fixture(autouse=True)
def _own_connection() -> Iterator[None]:
    """Connect the next test as this one was: a command points us at the database it works on."""
    before = dict(connection.settings_dict)
    yield
    if connection.settings_dict != before:
        _point_back(before)


@contextmanager
def connected(url: str) -> Iterator[None]:
    """Point Django's default connection somewhere else for a while."""
    before = dict(connection.settings_dict)
    point(url)
    try:
        yield
    finally:
        _point_back(before)


def _point_back(before: dict[str, Any]) -> None:
    connection.close()
    if connection.in_atomic_block:  # a signal cut a transaction off, which nothing ends any more
        del connections["default"]
    connections.settings["default"].update(before)
    connection.settings_dict.update(before)
