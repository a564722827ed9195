"""Notes who cannot be reached any more, as letters with messages and surveys to them tell."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from heard.membership import change

POSTED = timedelta(days=7)  # for which letters are looked at after they were posted
# Letters with a message, or asking to a survey, that failed for good since their member was last
# known to be reachable.
_FAILED = """
    WITH failed AS MATERIALIZED (
        SELECT kind, split_part(subject, ':', 2)::bigint AS about,
            split_part(subject, ':', 3)::bigint AS member, settled_at
        FROM delivery_letter
        WHERE state = 'permanent-failure' AND posted_at > %s AND kind IN ('message', 'wave')
    ), sent AS (
        SELECT c.member_id, c.channel, c.address_print, f.settled_at FROM failed AS f
        JOIN membership_copy AS c
            ON f.kind = 'message' AND c.message_id = f.about AND c.member_id = f.member
        UNION ALL
        SELECT s.member_id, s.channel, s.address_print, f.settled_at FROM failed AS f
        JOIN membership_asked AS s
            ON f.kind = 'wave' AND s.wave_id = f.about AND s.member_id = f.member
    )
    SELECT DISTINCT c.member_id FROM sent AS c
    JOIN membership_member AS m ON m.id = c.member_id
    WHERE m.state = 'member' AND m.bounced_at IS NULL AND cardinality(m.channels) = 1
        AND coalesce(m.seen_at, m.joined_at) <= c.settled_at
        AND c.address_print = CASE c.channel WHEN 'email' THEN m.email_print ELSE m.phone_print END
    LIMIT %s
"""


@transaction.atomic
def note_failed(*, now: datetime, limit: int) -> int:
    """Note whose only way failed for good, as these letters tell; say how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [now - POSTED, limit])
        found = [number for (number,) in cursor.fetchall()]
    change.note_unreachable(found, now=now)
    return len(found)
