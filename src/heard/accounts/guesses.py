"""Lets one guess at a person's password through at a time, so that the limit on them holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_at_a_time(email: str) -> Iterator[bool]:
    """Give whether it is this guess's turn; it is not while another one is being checked.

    Guesses are counted when they have failed: a hundred at the same moment would all find the
    count at nought. Nobody waits here, so that a flood does not take up every thread.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [email])
        (free,) = cursor.fetchone()
        yield free
