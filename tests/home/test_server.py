"""What a user may ask of the server, and what each role may do there."""

import stat
from contextlib import closing
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from heard.home import Home, HomeError, Server


@pytest.fixture
def database(server: Server) -> str:
    server.create_database("heard", exists_ok=True)
    return "heard"


def test_databases_are_made_copied_listed_and_dropped(server: Server, database: str) -> None:
    with psycopg.connect(server.url(database, "heard_owner")) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS copied ()")
    server.create_database('odd "name" %', template=database)
    assert server.databases() == [database, 'odd "name" %']
    with closing(psycopg.connect(server.url('odd "name" %', "heard_owner"))) as connection:
        assert connection.execute("TABLE copied").fetchall() == []
        server.drop_database('odd "name" %')
        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("TABLE copied")
    server.drop_database('odd "name" %')
    assert server.databases() == [database]


def test_a_database_is_made_once_unless_told_otherwise(server: Server, database: str) -> None:
    server.create_database(database, exists_ok=True)
    with pytest.raises(HomeError, match="The database heard exists already"):
        server.create_database(database)
    with pytest.raises(HomeError, match='could not be made: template database "none"'):
        server.create_database("other", template="none")


def test_the_url_names_role_folder_and_database(server: Server) -> None:
    parts = conninfo_to_dict(server.url("a b", "heard_app"))
    assert (parts["user"], parts["host"], parts["dbname"]) == (
        "heard_app",
        str(server.sockets),
        "a b",
    )
    with pytest.raises(HomeError, match="root is not one of the roles"):
        server.url("heard", "root")


def test_the_owner_migrates_and_the_app_does_not(server: Server, database: str) -> None:
    with psycopg.connect(server.url(database, "heard_owner")) as owner:
        owner.execute("CREATE TABLE journal (entry text)")
        owner.execute("GRANT INSERT ON journal TO heard_app")
        owner.commit()
        with psycopg.connect(server.url(database, "heard_app"), autocommit=True) as app:
            app.execute("INSERT INTO journal VALUES ('kept')")
            for statement in (
                "CREATE TABLE mine ()",
                "CREATE SCHEMA mine",
                "CREATE TEMPORARY TABLE mine ()",
                "CREATE DATABASE mine",
                "DELETE FROM journal",
                "SET ROLE heard_owner",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement)
        owner.execute("DROP TABLE journal")


@pytest.mark.parametrize("role", ["heard_admin", "heard_owner", "heard_app", "postgres"])
@pytest.mark.parametrize("password", ["", "guess"])
def test_nobody_comes_in_without_the_password(server: Server, role: str, password: str) -> None:
    host = quote(str(server.sockets), safe="")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://{role}:{password}@{host}/postgres")


def test_the_socket_is_the_only_way_in_and_private(server: Server) -> None:
    with psycopg.connect(server.url("postgres", "heard_admin")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchall() == [("",)]
    assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
    assert stat.S_IMODE((server.sockets / ".s.PGSQL.5432").stat().st_mode) == 0o700


def test_text_is_unicode_and_the_clock_utc(server: Server, database: str) -> None:
    with psycopg.connect(server.url(database, "heard_app")) as connection:
        row = connection.execute(
            "SELECT upper('é'), current_setting('timezone'), current_setting('server_encoding'),"
            " current_setting('data_checksums')"
        ).fetchone()
    assert row == ("É", "UTC", "UTF8", "on")


def test_the_log_quotes_no_citizen(shared: Home, server: Server, database: str) -> None:
    refused = {
        "INSERT INTO people VALUES (%s), (%s)": psycopg.errors.UniqueViolation,
        "SELECT (%s || %s)::integer": psycopg.errors.NumericValueOutOfRange,
        "SELECT ('x' || %s || %s)::integer": psycopg.errors.InvalidTextRepresentation,
    }
    with psycopg.connect(server.url(database, "heard_owner"), autocommit=True) as connection:
        connection.execute("CREATE TEMPORARY TABLE people (phone text PRIMARY KEY)")
        for statement, error in refused.items():
            with pytest.raises(error, match="07700900123"):
                connection.execute(statement, ["07700900123", "07700900123"])
    log = (shared.path / "postgresql.log").read_text()
    assert ("ready to accept connections" in log, "07700900123" in log) == (True, False)
