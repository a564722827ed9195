"""Takes in what the gateways say became of letters, in any order and any number of times."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import connection, transaction

from heard.delivery._progress import advance
from heard.delivery.models import RECEIVABLE, Letter, State

_log = structlog.get_logger(__name__)
_KEEP = """
    INSERT INTO delivery_receipt (reference, status, occurred_at, received_at)
    VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""


@transaction.atomic
def accept(*, reference: UUID, status: str, occurred_at: datetime, now: datetime) -> bool:
    """Keep a receipt and move its letter on; False for one that was already here.

    A receipt without a letter waits for it. One for a letter that was never handed over, as far
    as we know, is logged as an error; and that letter is not sent, since it seems to have been.
    Raises ValueError for a status that is no gateway's to give.
    """
    state = State(status)
    if state not in RECEIVABLE:
        raise ValueError(f"{status} is no gateway's to give")
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [reference, state, occurred_at, now])
        if cursor.fetchone() is None:
            return False
    letters = Letter.objects.filter(reference=reference).select_for_update()
    known = letters.values_list("state", flat=True).first()
    if known is None:
        _log.warning("receipt without a letter", reference=str(reference), status=status)
    if known in (State.CREATED, State.CANCELLED):
        _log.error("receipt for an unsent letter", reference=str(reference), status=status)
    advance(reference, to=state, now=now)
    return True
