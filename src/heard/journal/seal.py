"""Seals the journal in the order of its entries, behind those who write and never in their way."""

from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic, sleep

from django.db import connection, transaction
from django.db.models import QuerySet

from heard.core import chain
from heard.core.chain import Values
from heard.journal.models import Entry, Seal

SEALER = "heard.journal.seal"  # the advisory lock: one sealer a database
PATIENCE = 5.0  # seconds that a pass waits for those who were writing when it began
AGAIN = 0.02  # seconds between two looks whether they have ended
COLUMNS = ("id", "at", "recorded_at", "actor_id", "actor", "act", "subject", "reason")
# Whoever adds a row to a table holds this lock on it from before the row's id is drawn until the
# end of their transaction (PostgreSQL's manual, 13.3.1).
_WRITING = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND relation = 'journal_entry'::regclass AND pid <> pg_backend_pid()
"""


def seal(*, limit: int) -> int:
    """Seal up to `limit` entries that nothing can come before any more; say how many.

    Ids are drawn before rows are committed, so that a row may come late with a lower id. A pass
    notes the newest id, then waits until everybody has ended who was writing at that moment:
    nobody else can hold an id up to there. If one of them takes long, nothing is sealed this time.
    """
    newest = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    if newest is None or not _have_ended():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [SEALER])
        if not cursor.fetchone()[0]:
            return 0
        return _seal(up_to=newest, limit=limit)


def last() -> Seal | None:
    """Give the newest seal, which says all that was sealed before it."""
    return Seal.objects.order_by("-entry").first()


def rows(entries: QuerySet[Entry], *, limit: int | None = None) -> Iterator[tuple[int, Values]]:
    """Give these entries in the order of their ids, as their seals are made of them.

    Whoever wants fewer says so, and goes through to the end: a cursor of the server that is left
    open is closed whenever it is found, in the midst of another transaction.
    """
    found = entries.order_by("id").values_list(*COLUMNS)[:limit].iterator(chunk_size=5_000)
    for number, at, recorded_at, *words in found:
        yield number, (number, _instant(at), _instant(recorded_at), *words)


def _seal(*, up_to: int, limit: int) -> int:
    before = last()
    wanted = Entry.objects.filter(id__gt=before.entry if before else 0, id__lte=up_to)
    made = chain.seal(
        rows(wanted, limit=limit), before=bytes(before.hash) if before else chain.BEGINNING
    )
    seals = [Seal(entry=one.row, before=one.before, hash=one.hash) for one in made]
    Seal.objects.bulk_create(seals)
    return len(seals)


def _have_ended() -> bool:
    """Wait until nobody writes who did when this was called; say no after some patience."""
    began, end = _writing(), monotonic() + PATIENCE
    while began & _writing():
        if monotonic() > end:
            return False
        sleep(AGAIN)
    return True


def _writing() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_WRITING)
        return {name for (name,) in cursor.fetchall()}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
