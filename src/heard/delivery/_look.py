"""The second look: whether a claimed letter may still leave, right before its call."""

from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.db import connection, transaction

from heard.core.screening import Stop
from heard.delivery._progress import stop
from heard.delivery.budget import give_back
from heard.delivery.cancel import note
from heard.delivery.guard import Guard
from heard.delivery.models import Letter, State

_log = structlog.get_logger(__name__)
# How long a letter waits when nobody can say whether or how it may leave.
UNDECIDED = timedelta(minutes=5)
OURS = (State.CLAIMED, State.UNKNOWN)
_OWN = """
    SELECT CASE WHEN l.claimed_at = %s THEN l.state END, d.reason, EXISTS (
        SELECT FROM delivery_halt AS h WHERE h.lifted_at IS NULL
        AND h.scope IN ('everything', 'channel:' || l.channel, 'account:' || l.account)
    )
    FROM delivery_letter AS l
    LEFT JOIN delivery_denial AS d ON d.kind = l.kind AND d.subject = l.subject
    WHERE l.id = %s
"""


class Held(NamedTuple):
    """A letter that may not be handed over. Without `stop` it is no longer ours to move.

    `overtaken`: something said no to it after its claim.
    """

    stop: Stop | None = None
    overtaken: bool = False


def look(letter: Letter, guard: Guard, *, now: datetime) -> Held | None:
    """Ask the database, as it is at this moment, and the guard; None where it may leave."""
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [letter.claimed_at, letter.pk])
        state, denial, is_stopped = cursor.fetchone() or (None, None, True)
    if state not in OURS:
        return Held()
    if denial is not None:
        return Held(Stop(reason=denial), overtaken=True)
    if letter.expires_at <= now:
        return Held(Stop(reason="expired"))
    if state == State.UNKNOWN or is_stopped:
        # Of one whose lease is over, nobody but us knows that it never left.
        return Held(Stop(reason="stopped" if is_stopped else "not-offered", until=now))
    return _ask(letter, guard, now=now)


def _ask(letter: Letter, guard: Guard, *, now: datetime) -> Held | None:
    try:
        said = guard.denied([letter.subject], now=now)
    except Exception as error:  # noqa: BLE001 - a guard in trouble lets nothing through
        _log.error("guard failed", kind=letter.kind, error=type(error).__name__)
        return Held(Stop(reason="guard-failed", until=now + UNDECIDED))
    why = said.get(letter.subject)
    return None if why is None else Held(why, overtaken=True)


@transaction.atomic
def hold(letter: Letter, held: Held, *, now: datetime) -> None:
    """Keep a letter back that was not handed over: it certainly did not leave."""
    if held.stop is None:
        _log.warning("a claimed letter is in other hands", reference=str(letter.reference))
        return
    ours = Letter.objects.filter(pk=letter.pk, state__in=OURS, claimed_at=letter.claimed_at)
    if not stop(ours, held.stop, now=now):
        return
    give_back([letter])
    if held.overtaken:
        note([(letter, held.stop.reason)], had_left=False, now=now)
