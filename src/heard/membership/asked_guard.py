"""Whether a letter of a wave may still go to its member: asked at its claim and before its call."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from heard.core.screening import Stop
from heard.core.timing import is_open, next_open
from heard.membership.audience import KNOWN, SURVEYED
from heard.membership.broadcast import QUIET

_GUARD = f"""
    SELECT s.wave_id, s.member_id, CASE
        WHEN w.stage <> 'ready' THEN 'cancelled'
        WHEN w.ends_at <= %(now)s THEN 'over'
        WHEN m.state <> 'member' THEN 'left'
        {SURVEYED}
        WHEN NOT s.channel = ANY (m.channels) OR s.address_print <>
            CASE s.channel WHEN 'email' THEN m.email_print ELSE m.phone_print END THEN 'changed'
        WHEN g.id IS NULL OR g.spent_at IS NOT NULL OR EXISTS (
            SELECT FROM responses_draft AS d WHERE d.guest_id = g.id
        ) THEN 'answered'
        ELSE '' END
    FROM unnest(%(waves)s::bigint[], %(members)s::bigint[]) AS named (wave_id, member_id)
    JOIN membership_asked AS s USING (wave_id, member_id)
    JOIN membership_wave AS w ON w.id = s.wave_id
    JOIN membership_member AS m ON m.id = s.member_id
    LEFT JOIN invitations_guest AS g ON g.token_hash = s.token_hash
    {KNOWN}
"""  # noqa: S608 - our own names


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop a letter to whom it must not go any more, and let all others wait by night."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _stops(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    parts = {name: tuple(map(int, name.split(":")[1:])) for name in subjects}
    given: dict[str, Any] = {
        "waves": [wave for wave, _ in parts.values()],
        "members": [member for _, member in parts.values()],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_GUARD, given)
        found = {(wave, member): why for wave, member, why in cursor.fetchall()}
    night = None if is_open(now) else Stop(reason=QUIET, until=next_open(now))
    stops: dict[str, Stop] = {}
    for name, place in parts.items():
        if why := found.get((place[0], place[1]), "unknown"):
            stops[name] = Stop(reason=f"wave-{why}")
        elif night:
            stops[name] = night
    return stops
