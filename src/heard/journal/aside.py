"""Notes rows that nothing can be done with, so that one of them never stops all the others."""

from datetime import datetime, timedelta

from heard.journal.models import Entry
from heard.journal.write import SYSTEM, write

ACT = "worker.set_aside"
TRIES = 3
LATER = timedelta(minutes=5)


def note(subject: str, *, fault: str, now: datetime) -> datetime | None:
    """Note that this row failed, and give when it is tried again: None after the third time.

    `fault` is the class of what went wrong, never its words. It stands in the journal, where
    somebody can see it.
    """
    tried = Entry.objects.filter(act=ACT, subject=subject).count()
    write("worker.set_aside", subject=subject, actor=SYSTEM, now=now, reason=fault)
    return now + LATER if tried + 1 < TRIES else None
