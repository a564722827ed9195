"""Opens the database that a command works on: the one that is given, or one of the home's own."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import LockNotAvailable

from heard.accounts.wall import NoRows, require_rows
from heard.cli import environment
from heard.clock import read as clock
from heard.conversations import flows
from heard.eligibility import programmes
from heard.home import Server, open_home, stop_on_signals
from heard.places.impact_areas import BadImpactAreas, shapes
from heard.questionnaires import publish
from heard.vault.check import require_same_keys

_EVER = datetime(2000, 1, 1, tzinfo=UTC)  # before anything that is played
TRIES = 10  # at a migration that waits for a lock
WORDS = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def fail(sentence: object) -> typer.Exit:
    """Say what is wrong in one sentence; raise what this gives."""
    typer.echo(f"heard: {sentence}", err=True)
    return typer.Exit(1)


def point(url: str) -> None:
    """Point Django's default connection at a database, for this and for later threads."""
    parts = conninfo_to_dict(url)
    values = {ours: parts.get(theirs, "") for ours, theirs in WORDS.items()}
    connection.close()
    connections.settings["default"].update(values)
    connection.settings_dict.update(values)


def name_of(seed: int | None) -> str:
    """The name of the home's database: the main one, or that of one seed's simulation."""
    return "heard" if seed is None else f"heard_seed_{seed}"


@contextmanager
def opened(*, seed: int | None = None, played: bool = False) -> Iterator[None]:
    """Connect to the database, migrated and with the keys that it was written with.

    The home's own PostgreSQL runs as long as somebody uses it. What is marked as a simulation
    takes its time from there. With `played`, a seed that nobody has played is refused.
    """
    if not environment.is_embedded():
        if seed is not None:
            raise fail("--seed names a database of the home's own: unset DATABASE_URL to use it.")
        _settle_in()
        yield
        return
    try:
        with stop_on_signals(), environment.home().postgres() as server:
            if seed is not None and played and name_of(seed) not in server.databases():
                raise fail(f"seed {seed} was not played here: heard demo --no-serve --seed {seed}")
            _prepare(server, name_of(seed))
            _settle_in()
            yield
    finally:
        connections.close_all()
        for name in ("DATABASE_URL", "HEARD_FACTS"):
            os.environ.pop(name, None)
        settings.CLOCK = os.environ["HEARD_CLOCK"] = "system"


@contextmanager
def thrown_away() -> Iterator[None]:
    """Connect to a database of its own, with the shipped programmes and nobody in it.

    Whatever database is given or in the home is left alone; this one is gone afterwards.
    """
    name, url = "thrown_away", connection.settings_dict.copy()
    with stop_on_signals(), TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "home")
        try:
            with home.postgres(durable=False) as server:
                server.create_database(name)
                migrate(server.url(name, "heard_owner"))
                point(server.url(name, "heard_app"))
                publish.install(now=_EVER)
                programmes.install(now=_EVER)
                flows.install(now=_EVER)
                yield
        finally:
            connections.close_all()
            connections.settings["default"].update(url)
            connection.settings_dict.update(url)
            home.erase()


def migrate(owner_url: str) -> bool:
    """Bring the tables up to date as their owner, if they are not; say whether they were not.

    A table that is in use is waited for two seconds at a time, so that nobody queues behind us.
    """
    point(owner_url)
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    for attempt in range(TRIES):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            with _uncollected():
                call_command("migrate", verbosity=0)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable) or attempt == TRIES - 1:
                raise
            sleep(1)
        else:
            return True
    return True


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave what is no longer used in memory for a while.

    From one migration to the next Django makes its models anew and drops those before, which name
    one another: looking for them took a third of the time of a fresh database. Left where they
    are, they make 360 MB of 150.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def migrate_given() -> None:
    """Bring the given database up to date, as HEARD_OWNER_URL where that is set."""
    app_url = os.environ["DATABASE_URL"]
    migrate(os.environ.get("HEARD_OWNER_URL", app_url))
    point(app_url)


def install_reference_data() -> None:
    """Publish the questionnaires, programmes and flows of the chat that ship with Heard."""
    publish.install(now=clock.now())
    programmes.install(now=clock.now())
    flows.install(now=clock.now())


def _prepare(server: Server, name: str) -> None:
    server.create_database(name, exists_ok=True)
    new = migrate(server.url(name, "heard_owner"))
    url = server.url(name, "heard_app")
    point(url)
    os.environ["DATABASE_URL"] = url
    settings.FACTS = settings.HOME / "facts" / name
    os.environ["HEARD_FACTS"] = str(settings.FACTS)
    if new:
        install_reference_data()


def _settle_in() -> None:
    require_same_keys()
    try:
        require_rows()
        shapes()  # now, and not when somebody has sent their answers
    except (NoRows, BadImpactAreas) as error:
        raise fail(error) from None
    if clock.is_simulation():
        settings.CLOCK = os.environ["HEARD_CLOCK"] = "simulated"
