"""Which database a command works on, and how its tables come up to date."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from psycopg.conninfo import conninfo_to_dict

from heard.cli import database
from heard.clock import simulate
from heard.eligibility.models import Period, Programme
from heard.home import Server
from tests.cli.conftest import Running
from tests.cli.terminal import as_json, heard, refused
from tests.conftest import connected
from tests.make import NOON
from tests.peers.pooler import pooler


@pytest.fixture
def owner_url(given: dict[str, str], server: Server) -> str:
    """Name the owner of the database that is given, which lacks migrations of its last tables.

    It knows no programme either: whoever brings it up to date has to define them again.
    """
    name = str(conninfo_to_dict(given["DATABASE_URL"])["dbname"])
    url = server.url(name, "heard_owner")
    with connected(url):
        Period.objects.all().delete()
        Programme.objects.all().delete()
        call_command("migrate", "improvement", "0001", verbosity=0)
    os.environ["HEARD_OWNER_URL"] = url
    return url


@pytest.fixture
def reader(owner_url: str) -> Iterator[psycopg.Connection]:
    """Keep in a long transaction what a table that comes refers to."""
    with psycopg.connect(owner_url) as other:
        other.execute("LOCK TABLE eligibility_programme IN ACCESS EXCLUSIVE MODE")
        yield other


def may_update() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('improvement_reply', 'UPDATE')")
        return bool(cursor.fetchone()[0])


def test_the_given_database_is_migrated_by_its_owner(owner_url: str) -> None:
    assert may_update() is True

    done = heard("migrate")

    assert (done.exit_code, done.stderr) == (0, "The database is up to date.\n")
    assert (may_update(), connection.settings_dict["USER"]) == (False, "heard_app")
    assert Programme.objects.count() == 10


def test_a_table_in_use_is_waited_for(owner_url: str, reader: psycopg.Connection) -> None:
    done = Timer(2.3, reader.rollback)
    done.start()

    with connected(owner_url):
        assert database.migrate(owner_url) is True

    done.join()
    assert may_update() is False


def test_a_table_in_use_is_not_waited_for_for_ever(
    owner_url: str, reader: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "TRIES", 1)

    with connected(owner_url), pytest.raises(OperationalError, match="lock timeout"):
        database.migrate(owner_url)


@pytest.mark.usefixtures("given")
def test_what_is_up_to_date_is_left_alone() -> None:
    assert database.migrate(os.environ["DATABASE_URL"]) is False


@pytest.mark.usefixtures("given")
def test_a_seed_names_no_database_that_is_given() -> None:
    done = heard("figures", "--seed", "7")

    assert (done.exit_code, done.stdout, done.stderr) == (
        1,
        "",
        "heard: --seed names a database of the home's own: unset DATABASE_URL to use it.\n",
    )


@pytest.mark.usefixtures("given")
def test_the_time_is_that_of_the_simulation_which_is_given() -> None:
    simulate.begin(seed=1, now=NOON)

    with database.opened():
        assert (settings.CLOCK, os.environ["HEARD_CLOCK"]) == ("simulated", "simulated")


def test_a_seed_has_a_database_of_its_own(embedded: Running) -> None:
    embedded.server.create_database("heard_seed_7", template="migrated")
    with connected(embedded.server.url("heard_seed_7", "heard_app")):
        simulate.begin(seed=7, now=NOON)

    assert as_json("figures", "--seed", "7")["simulated"] is True
    assert ("DATABASE_URL" in os.environ, os.environ["HEARD_CLOCK"]) == (False, "system")
    assert as_json("figures")["simulated"] is False
    embedded.server.drop_database("heard_seed_7")


def test_other_programs_learn_the_address_of_the_homes_database(embedded: Running) -> None:
    with database.opened():
        assert os.environ["DATABASE_URL"] == embedded.server.url("heard", "heard_app")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_database()::text, current_user::text")
            assert cursor.fetchone() == ("heard", "heard_app")


def test_a_pooler_that_keeps_all_rows_back_is_refused(
    given: dict[str, str], tmp_path: Path
) -> None:
    with (
        pooler(given["DATABASE_URL"], folder=tmp_path, begin="") as address,
        connected(address),
    ):
        assert "The database shows Heard no rows" in refused("journal", "verify")
