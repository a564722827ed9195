"""Takes back what was asked of people who must not be asked after all (rule SC-31)."""

from datetime import datetime

import structlog
from django.db import transaction

from heard.delivery.cancel import cancel
from heard.eligibility import screen
from heard.invitations import invite, remind
from heard.invitations.models import Invitation

_log = structlog.get_logger(__name__)


@transaction.atomic
def withdraw(*, now: datetime, limit: int) -> int:
    """Stop the letters of at most `limit` of them, close their links, and say how many there were.

    A letter that had left is listed by the post office as sent before the denial, and logged as an
    error: somebody has to know that this person was written to.
    """
    claimed = screen.claim_withdrawn(now=now, limit=limit)
    for screening in claimed:
        asked = Invitation.objects.select_related("letter").filter(
            touchpoint=screening.touchpoint_id, programme=screening.programme_id
        )
        for invitation in asked:
            left = [
                cancel(kind, [invitation.letter.subject], reason=screening.reasons[0], now=now).left
                for kind in (invite.KIND, remind.KIND)
            ]
            Invitation.objects.filter(pk=invitation.pk, spent_at=None).update(spent_at=now)
            if any(left):
                _log.error("a letter had left before it was denied", invitation=invitation.pk)
    screen.settle(claimed, now=now)
    return len(claimed)
