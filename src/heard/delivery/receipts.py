"""Takes in what the gateways say became of letters, in any order and any number of times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import structlog
from django.db import connection, transaction

from heard.core.prices import billable
from heard.delivery._progress import advance_each
from heard.delivery.budget import give_back
from heard.delivery.models import RECEIVABLE, Letter, State

_log = structlog.get_logger(__name__)
_KEEP = """
    INSERT INTO delivery_receipt (reference, status, occurred_at, received_at)
    SELECT *, %s FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[])
    ON CONFLICT DO NOTHING RETURNING reference, status
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a gateway says: `status` is one of RECEIVABLE."""

    reference: UUID
    status: str
    occurred_at: datetime


@transaction.atomic
def accept(news: Sequence[News], *, now: datetime) -> int:
    """Keep receipts and move their letters on, all or none; say how many were not here before.

    A receipt without a letter waits for it. One for a letter that was never handed over, as far
    as we know, is logged as an error; and that letter is not sent, since it seems to have been.
    Raises ValueError for a status that is no gateway's to give.
    """
    for item in news:
        if item.status not in RECEIVABLE:
            raise ValueError(f"{item.status} is no gateway's to give")
    fresh = _keep(news, now=now)
    # In one order, so that two batches about the same letters wait rather than deadlock.
    letters = Letter.objects.filter(reference__in={reference for reference, _ in fresh})
    locked = letters.select_for_update().order_by("reference")
    known = dict(locked.values_list("reference", "state"))
    for reference, status in fresh:
        if reference not in known:
            _log.warning("receipt without a letter", reference=str(reference), status=status)
        elif known[reference] in (State.CREATED, State.CANCELLED):
            _log.error("receipt for an unsent letter", reference=str(reference), status=status)
    advance_each(fresh, now=now)
    if any(status not in billable() for _, status in fresh):
        give_back(list(letters.exclude(state__in=billable()).only("pk")))
    return len(fresh)


def _keep(news: Sequence[News], *, now: datetime) -> list[tuple[UUID, str]]:
    """Insert what is new, and give its references and statuses."""
    rows = sorted(news, key=lambda item: (item.reference, item.status))
    columns = (
        [item.reference for item in rows],
        [item.status for item in rows],
        # PostgreSQL refuses an offset of sixteen hours or more, which ISO 8601 allows.
        [item.occurred_at.astimezone(UTC) for item in rows],
    )
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [now, *columns])
        fresh: list[tuple[UUID, str]] = cursor.fetchall()
    return fresh
