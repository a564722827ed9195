"""Holds the journal against its seals, and names the first entry with which something is wrong."""

from collections.abc import Iterator, Mapping

from django.db import connection, transaction

from heard.core import chain
from heard.core.chain import Checked
from heard.journal.models import Entry, Seal
from heard.journal.seal import rows


def verify(*, kept: Mapping[int, bytes]) -> Checked:
    """Check every entry as of one moment; `kept` are hashes kept elsewhere, by entry."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return chain.check(rows(Entry.objects.all()), _seals(), kept=kept)


def _seals() -> Iterator[chain.Seal]:
    found = Seal.objects.order_by("entry").values_list("entry", "before", "hash")
    for row, before, made in found.iterator(chunk_size=5_000):
        yield chain.Seal(row=row, before=bytes(before), hash=bytes(made))
