"""Bells that ring across connections, faults of the database and threads."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from heard.wake import Bell, ring

SOON = 5.0


@pytest.fixture
def other(own_database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """Connect to the database that the bell hangs in, as another process would."""
    with psycopg.connect(own_database["DATABASE_URL"], autocommit=True) as made:
        yield made


@pytest.fixture
def bell(other: psycopg.Connection) -> Iterator[Bell]:
    """Hang a bell up and hear its first ring, for what it may have missed before."""
    with Bell() as made:
        assert made.wait(SOON)
        yield made


def _cut(other: psycopg.Connection, doing: str) -> int:
    """End the connections of this database whose last words begin so; count them."""
    cut = other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND query LIKE %s AND pid <> pg_backend_pid()",
        [f"{doing}%"],
    )
    return len(cut.fetchall())


def test_a_ring_is_heard(bell: Bell) -> None:
    ring()

    assert bell.wait(SOON) is True


def test_without_a_ring_the_wait_is_over_in_time(bell: Bell) -> None:
    begun = time.monotonic()

    assert bell.wait(0.1) is False
    assert 0.1 <= time.monotonic() - begun < SOON


def test_a_ring_before_the_wait_is_not_missed(bell: Bell, other: psycopg.Connection) -> None:
    other.execute("NOTIFY heard")
    time.sleep(0.2)

    assert [bell.wait(0.0), bell.wait(0.0)] == [True, False]


def test_every_thread_hears_every_ring(bell: Bell, other: psycopg.Connection) -> None:
    heard: list[bool] = []

    def lane() -> None:
        bell.wait(0.0)
        ready.release()
        heard.append(bell.wait(SOON))

    ready = threading.Semaphore(0)
    lanes = [threading.Thread(target=lane) for _ in range(3)]
    for thread in lanes:
        thread.start()
        ready.acquire()
    other.execute("NOTIFY heard")
    for thread in lanes:
        thread.join()

    assert heard == [True, True, True]


def test_many_rings_are_few_notifications(bell: Bell, other: psycopg.Connection) -> None:
    ring()
    assert bell.wait(SOON) is True
    other.execute("LISTEN heard")
    begun = time.monotonic()
    while time.monotonic() - begun < 0.5:
        ring()

    heard = len(list(other.notifies(timeout=0.2)))

    assert 2 <= heard <= 0.5 / 0.02 + 2


def test_a_bell_that_was_cut_off_listens_again_and_rings(
    bell: Bell, other: psycopg.Connection
) -> None:
    assert _cut(other, "LISTEN") == 1

    assert bell.wait(SOON) is True
    ring()
    assert bell.wait(SOON) is True


def test_a_ringer_that_was_cut_off_rings_again(bell: Bell, other: psycopg.Connection) -> None:
    ring()
    assert bell.wait(SOON) is True
    assert _cut(other, "NOTIFY") == 1

    ring()

    assert bell.wait(SOON) is True


def test_a_bell_hung_without_a_database_finds_it_later(
    other: psycopg.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.settings["default"], "HOST", str(tmp_path))
    with Bell() as bell:
        assert bell.wait(0.2) is False

        monkeypatch.undo()

        assert bell.wait(SOON) is True
        other.execute("NOTIFY heard")
        assert bell.wait(SOON) is True
