"""Whoever owns the database changes the journal, and it is noticed."""

from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from heard.core.chain import Fault
from heard.home import Server
from heard.journal.models import Entry, Seal
from heard.journal.seal import seal
from heard.journal.verify import verify
from heard.journal.write import SYSTEM, write

NOW = datetime(2020, 10, 1, 12, tzinfo=UTC)
Tamper = Callable[[str], None]
SWAPPED = """
    UPDATE journal_entry e SET reason = o.reason FROM journal_entry o
    WHERE (e.id, o.id) IN (({0}, {1}), ({1}, {0}))
"""
INSERTED = """
    INSERT INTO journal_entry (id, at, actor_id, actor, act, subject, reason)
    SELECT {0}, at, actor_id, actor, act, subject, reason FROM journal_entry WHERE id = {1}
"""

GONE = "DELETE FROM journal_entry WHERE id = {0}; DELETE FROM journal_seal WHERE entry = {0}"


@pytest.fixture
def tamper(server: Server, own_database: dict[str, str]) -> Tamper:
    """Do something to the database as its superuser."""
    name = connection.settings_dict["NAME"]

    def act(sentence: str) -> None:
        with psycopg.connect(server.url(name, "heard_admin"), autocommit=True) as owner:
            owner.execute(sentence.encode())

    return act


@pytest.fixture
def ids(tamper: Tamper) -> list[int]:
    """Three sealed entries, between the first two of which an id was never used."""
    made = []
    for n in range(3):
        write("trial", subject="x", actor=SYSTEM, now=NOW, reason=f"reason {n}")
        tamper("SELECT nextval('journal_entry_id_seq')")
        made.append(Entry.objects.latest("id").pk)
    assert seal(limit=1_000) >= 3
    return made


@pytest.mark.parametrize(
    ("sentence", "nth", "fault"),
    [
        ("UPDATE journal_entry SET reason = 'other' WHERE id = {0}", 0, Fault.CHANGED),
        ("UPDATE journal_entry SET recorded_at = now() WHERE id = {1}", 1, Fault.CHANGED),
        ("DELETE FROM journal_entry WHERE id = {1}", 1, Fault.REMOVED),
        (SWAPPED, 0, Fault.CHANGED),
        ("UPDATE journal_seal SET hash = before WHERE entry = {1}", 1, Fault.CHANGED),
        ("DELETE FROM journal_seal WHERE entry = {1}", 1, Fault.INSERTED),
    ],
    ids=["reason", "when", "removed", "swapped", "seal", "seal removed"],
)
def test_what_the_superuser_does_is_noticed_and_named(
    sentence: str, nth: int, fault: Fault, tamper: Tamper, ids: list[int]
) -> None:
    tamper(sentence.format(*ids))
    assert verify(kept={}).fault == (ids[nth], fault)


def test_an_entry_put_in_between_is_noticed(tamper: Tamper, ids: list[int]) -> None:
    tamper(INSERTED.format(ids[0] + 1, ids[0]))
    assert verify(kept={}).fault == (ids[0] + 1, Fault.INSERTED)
    assert seal(limit=1_000) == 0  # nor is it ever sealed


def test_an_entry_removed_with_its_seal_is_noticed_at_the_next_one(
    tamper: Tamper, ids: list[int]
) -> None:
    tamper(GONE.format(ids[1]))
    assert verify(kept={}).fault == (ids[2], Fault.UNLINKED)


def test_the_last_removed_with_its_seal_is_noticed_by_who_kept_it(
    tamper: Tamper, ids: list[int]
) -> None:
    kept = {ids[2]: bytes(Seal.objects.get(entry=ids[2]).hash)}
    assert verify(kept=kept).fault is None
    tamper(GONE.format(ids[2]))
    assert verify(kept={}).fault is None
    assert verify(kept=kept).fault == (ids[2], Fault.REMOVED)
