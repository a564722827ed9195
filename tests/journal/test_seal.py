"""The journal is sealed in the order of its ids, also when entries come late."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event

import pytest
from django.db import ProgrammingError, connection, transaction

from heard.core import chain
from heard.journal import seal as sealing
from heard.journal.models import Entry, Seal
from heard.journal.seal import last, seal
from heard.journal.verify import verify
from heard.journal.write import SYSTEM, write
from tests.together import alone

NOW = datetime(2020, 10, 1, 12, tzinfo=UTC)


def note(subject: str) -> None:
    write("trial", subject=subject, actor=SYSTEM, now=NOW)


def sealed() -> int:
    """Seal all there is; give how many."""
    return sum(iter(lambda: seal(limit=2), 0))


@pytest.fixture
def nothing_before(own_database: dict[str, str]) -> None:
    """Seal what the shipped reference data wrote, so that a test counts its own."""
    sealed()


@pytest.mark.django_db
def test_entries_are_sealed_once_each_in_their_order() -> None:
    sealed()
    before = last()
    for n in range(3):
        note(f"subject:{n}")
    assert [seal(limit=2) for _ in range(3)] == [2, 1, 0]
    ids = Entry.objects.filter(act="trial").order_by("id").values_list("id", flat=True)
    seals = Seal.objects.filter(entry__in=ids).order_by("entry")
    assert [one.entry for one in seals] == list(ids)
    assert bytes(seals[0].before) == (bytes(before.hash) if before else chain.BEGINNING)
    assert last() == seals[2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE journal_seal SET entry = 1", "DELETE FROM journal_seal"]
)
def test_the_role_that_runs_heard_cannot_change_a_seal(change: str) -> None:
    sealed()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE heard_app")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(change)


@pytest.fixture
def writing(own_database: dict[str, str]) -> Callable[[], None]:
    """Let somebody draw an id in a transaction that is open until this is called."""
    drawn, may_end = Event(), Event()

    def late() -> None:
        with transaction.atomic():
            note("late")
            drawn.set()
            assert may_end.wait(60)

    pool = ThreadPoolExecutor(1)
    sealed()
    done = pool.submit(alone, late)
    assert drawn.wait(60)

    def end() -> None:
        may_end.set()
        done.result()
        pool.shutdown()

    return end


def test_nothing_is_sealed_over_an_entry_that_is_still_to_come(
    writing: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id is lower than that of an entry which is committed already."""
    monkeypatch.setattr(sealing, "PATIENCE", 0.05)
    note("early")
    try:
        assert seal(limit=9) == 0
    finally:
        writing()
    assert seal(limit=9) == 2
    assert verify(kept={}).fault is None
    subjects = Entry.objects.filter(act="trial").order_by("id").values_list("subject", flat=True)
    assert list(subjects) == ["late", "early"]


@pytest.mark.usefixtures("nothing_before")
def test_while_many_write_and_two_seal_the_chain_stays_whole() -> None:
    def many(name: int) -> None:
        for n in range(25):
            with transaction.atomic():
                note(f"{name}:{n}")
                if n % 5 == 4:
                    transaction.set_rollback(True)

    def seals() -> None:
        for _ in range(20):
            seal(limit=7)

    with ThreadPoolExecutor(6) as pool:
        acts = [lambda name=name: many(name) for name in range(4)] + [seals, seals]
        for one in [pool.submit(alone, act) for act in acts]:
            one.result()
    sealed()
    found = verify(kept={})
    assert (found.fault, found.unsealed) == (None, 0)
    assert Entry.objects.filter(act="trial").count() == 80


def test_a_second_sealer_leaves_it_to_the_first(own_database: dict[str, str]) -> None:
    note("one")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sealing.SEALER])
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(alone, lambda: seal(limit=9)).result() == 0


@pytest.mark.django_db
def test_an_empty_journal_needs_no_seal() -> None:
    assert Seal.objects.count() == 0
    assert last() is None
