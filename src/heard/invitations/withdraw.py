"""Takes back what was asked of people who must not be asked after all (rule SC-31)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import product

import structlog
from django.db import transaction

from heard.core.reasons import Reason
from heard.core.screening import Outcome
from heard.delivery.cancel import cancel
from heard.delivery.models import Letter
from heard.eligibility import screen
from heard.invitations import invite, remind
from heard.invitations.models import Invitation

_log = structlog.get_logger(__name__)


@transaction.atomic
def withdraw(*, now: datetime, limit: int) -> int:
    """Stop the letters of at most `limit` of them, and say how many there were.

    Where something blocks, the link is closed as well: what was only to be looked at, or had
    another number by then, may be answered if its letter was faster. A letter that had left is
    listed by the post office as sent before the denial, for somebody to look after this person.
    """
    claimed = screen.claim_withdrawn(now=now, limit=limit)
    for screening in claimed:
        asked = Invitation.objects.select_related("letter").filter(
            touchpoint=screening.touchpoint_id, programme=screening.programme_id
        )
        for invitation in asked:
            left = _stop(invitation.letter, screening.reasons, now=now)
            if screening.outcome == Outcome.BLOCK:
                Invitation.objects.filter(pk=invitation.pk, spent_at=None).update(spent_at=now)
            if left:
                _log.warning("a letter had left before it was denied", invitation=invitation.pk)
    screen.settle(claimed, now=now)
    return len(claimed)


def _stop(letter: Letter | None, reasons: Iterable[str], *, now: datetime) -> bool:
    """Deny a letter for these reasons, and say whether it had left; a window had none."""
    left = False
    if letter is None:
        return left
    for reason, kind in product(reasons, (invite.KIND, remind.KIND)):
        lists = reason != Reason.OPTED_OUT  # the letter itself may have led to that
        said = cancel(kind, [letter.subject], reason=reason, now=now, lists=lists)
        left |= lists and bool(said.left)
    return left
