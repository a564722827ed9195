"""Notices that a backup was restored: it has forgotten whom we wrote to, and nothing may leave.

A database knows its cluster, the timeline of its log and its own number there; a backup that is
restored finds another one than it remembers. A disk that was led back to an earlier picture of
itself finds none.
"""

from datetime import datetime

import structlog
from django.db import connection, transaction
from django.db.models.functions import Coalesce

from heard import bulk
from heard.delivery import switch
from heard.delivery.models import QUEUED, Letter, Origin, State
from heard.journal.write import SYSTEM

REASON = "restored"  # why a letter is unknown that the backup holds as waiting
SENTENCE = "A backup was restored."
_log = structlog.get_logger(__name__)
_LOOK = """
    SELECT concat_ws(
        '/', (pg_control_system()).system_identifier,
        left(pg_walfile_name(pg_current_wal_lsn()), 8), d.oid
    ), o.identity, coalesce(o.number, 0)
    FROM pg_database AS d
    LEFT JOIN (SELECT * FROM delivery_origin ORDER BY number DESC LIMIT 1) AS o ON true
    WHERE d.datname = current_database()
"""


def notice(*, now: datetime) -> None:
    """Where this is another database than the one we were at work in, stop everything.

    What waits to leave may have left since the backup was made: it becomes unknown, for a receipt
    or a person to settle. The kill switch then keeps back all else until two people lift it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        here, before, number = cursor.fetchone() or ("", None, 0)
    if here != before:
        _note(here, number + 1, now=now)


@transaction.atomic
def _note(here: str, number: int, *, now: datetime) -> None:
    """Remember where we are, as one of many who may find out in this moment."""
    row = {"number": number, "identity": here, "noted_at": now}
    bulk.insert(Origin, [row], key=["number"])
    if number == 1:
        return
    switch.stop(switch.EVERYTHING, by=SYSTEM, reason=SENTENCE, now=now)
    waiting = Letter.objects.filter(state__in=QUEUED)
    count = waiting.update(
        state=State.UNKNOWN,
        reason=REASON,
        due_at=None,
        claimed_at=Coalesce("claimed_at", "posted_at"),
    )
    _log.error("a backup was restored: nothing leaves", letters=count)


def restored_at() -> datetime | None:
    """Say when the last restored backup was noticed; None where there was none."""
    last = Origin.objects.filter(number__gt=1).order_by("-number").first()
    return last.noted_at if last else None
