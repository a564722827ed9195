"""The cluster's life: shared, leaked, killed, found and stopped."""

import os
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from heard.home import Home, HomeError, open_home
from heard.home._place import find_place
from tests.home.make import Guest, fresh_home

ROOT_ONLY = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def started_at(url: str) -> str | None:
    """Say since when the server behind the address lives, if it does."""
    try:
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT pg_postmaster_start_time()::text").fetchone()
    except psycopg.OperationalError:
        return None
    return row[0] if row else None


def postmaster(home: Home) -> int:
    return int((find_place(home.path).data / "postmaster.pid").read_text().split()[0])


def test_the_last_of_two_processes_stops_the_server(idle: Home) -> None:
    first, second = Guest(idle.path), Guest(idle.path)
    since = started_at(first.url)
    assert since is not None
    assert (first.leave(), started_at(second.url)) == (0, since)
    assert (second.leave(), started_at(second.url)) == (0, None)


def test_a_process_may_use_its_home_twice_at_once(idle: Home) -> None:
    with idle.postgres(durable=False) as outer:
        url = outer.url("postgres", "heard_app")
        with idle.postgres(durable=False) as inner:
            assert inner.url("postgres", "heard_app") == url
        assert started_at(url) is not None
    assert started_at(url) is None


def test_the_server_of_a_killed_user_is_joined_and_stopped_by_the_next(idle: Home) -> None:
    killed = Guest(idle.path)
    since = started_at(killed.url)
    assert killed.send(signal.SIGKILL) == -signal.SIGKILL
    assert started_at(killed.url) == since
    following = Guest(idle.path)
    assert (following.url, started_at(following.url)) == (killed.url, since)
    assert (following.leave(), started_at(killed.url)) == (0, None)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_server_too(idle: Home, number: signal.Signals) -> None:
    guest = Guest(idle.path)
    assert started_at(guest.url) is not None
    assert (guest.send(number), started_at(guest.url)) == (128 + number, None)


def test_a_killed_server_is_started_again_with_what_was_committed(idle: Home) -> None:
    with idle.postgres() as server:
        server.create_database("kept")
        with psycopg.connect(server.url("kept", "heard_owner")) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        os.kill(postmaster(idle), signal.SIGKILL)
        with idle.postgres() as again:
            with psycopg.connect(again.url("kept", "heard_owner")) as connection:
                assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]
            again.drop_database("kept")


def test_a_pid_that_now_belongs_to_another_process_keeps_nobody_out(idle: Home) -> None:
    with idle.postgres(durable=False):
        place = find_place(idle.path)
        left = (place.data / "postmaster.pid").read_text().split("\n", 1)[1]
    with subprocess.Popen(["/bin/sleep", "60"], **place.spawn()) as stranger:
        (place.data / "postmaster.pid").write_text(f"{stranger.pid}\n{left}")
        with idle.postgres(durable=False) as server:
            assert started_at(server.url("postgres", "heard_app")) is not None
        assert stranger.poll() is None
        stranger.kill()


def test_two_homes_never_meet(idle: Home) -> None:
    with (
        fresh_home("other") as other,
        idle.postgres(durable=False) as mine,
        other.postgres(durable=False) as theirs,
    ):
        theirs.create_database("theirs")
        assert ("theirs" in mine.databases(), theirs.databases()) == (False, ["theirs"])
        folders = (quote(str(mine.sockets), safe=""), quote(str(theirs.sockets), safe=""))
        mistaken = mine.url("theirs", "heard_app").replace(*folders)
        assert started_at(mistaken) is None
        assert started_at(theirs.url("theirs", "heard_app")) is not None


def test_a_path_may_be_long_and_hold_spaces_and_quotes() -> None:
    name = f'Heard\'s "home", 100 % $HOME {"x" * 60}/{"y" * 120}'
    with fresh_home(name) as home, home.postgres(durable=False) as server:
        assert started_at(server.url("postgres", "heard_app")) is not None


@ROOT_ONLY
@pytest.mark.parametrize("name", ["Home of nobody", 'it\'s, "long" ' + "x" * 120])
def test_an_ordinary_user_has_all_in_the_home(home: Home, name: str) -> None:
    path = home.path.parent / name
    path.mkdir(mode=0o700)
    os.chown(path, 65534, 65534)
    first, second = Guest(path, account="nobody"), Guest(path, account="nobody")
    assert first.send(signal.SIGKILL) == -signal.SIGKILL
    owners = {(found.stat().st_uid, found.stat().st_mode & 0o077) for found in path.iterdir()}
    assert owners == {(65534, 0)}
    assert started_at(second.url) is not None
    assert (second.leave(), started_at(second.url)) == (0, None)
    assert (path / "postgresql" / "data" / "PG_VERSION").read_text() == "18\n"
    outside = Path(str(conninfo_to_dict(second.url)["host"]))
    if outside.parent != path / "postgresql":
        outside.rmdir()


def test_a_server_that_cannot_start_says_why_at_once(home: Home) -> None:
    with home.postgres(durable=False):
        version = find_place(home.path).data / "PG_VERSION"
    version.write_text("12\n")
    began = time.monotonic()
    why = "did not start: database files are incompatible"
    with pytest.raises(HomeError, match=why), home.postgres():
        pass
    assert time.monotonic() - began < 5


def test_lost_data_are_not_replaced_by_an_empty_cluster(home: Home) -> None:
    with home.postgres(durable=False):
        data = find_place(home.path).data
    hidden = data.rename(data.with_name("hidden"))
    with pytest.raises(HomeError, match="is missing: restore it"), home.postgres():
        pass
    hidden.rename(data)


def test_durability_is_refused_by_a_server_without_it(idle: Home) -> None:
    with idle.postgres(durable=False) as server:
        with pytest.raises(HomeError, match="runs without fsync"), idle.postgres():
            pass
        assert started_at(server.url("postgres", "heard_app")) is not None


def test_a_cluster_that_a_kill_left_unnamed_is_taken_up(home: Home) -> None:
    with home.postgres(durable=False) as server:
        server.create_database("kept")
    place = find_place(home.path)
    place.data.rename(place.fresh)
    with home.postgres(durable=False) as server:
        assert (server.databases(), place.data.is_dir(), place.fresh.exists()) == (
            ["kept"],
            True,
            False,
        )


def test_data_of_an_earlier_home_are_set_aside_the_last_ones_only(home: Home) -> None:
    with home.postgres(durable=False) as server:
        server.create_database("earlier")
        place = find_place(home.path)
    for name in ("place.json", "passwords.json"):
        (home.path / name).unlink()
    with open_home(home.path).postgres(durable=False) as server:
        assert server.databases() == []
    assert (place.area / "data.old" / "PG_VERSION").exists()
    (home.path / "place.json").unlink()
    with open_home(home.path).postgres(durable=False) as server:
        assert server.databases() == []
