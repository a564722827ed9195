"""Notes who cannot be reached any more, as the letters with messages to them tell."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from heard.membership import change

POSTED = timedelta(days=7)  # for which letters are looked at after they were posted
# Letters with a message that failed for good since their member was last known to be reachable.
_FAILED = """
    WITH failed AS MATERIALIZED (
        SELECT split_part(subject, ':', 2) AS message, split_part(subject, ':', 3) AS member,
            settled_at
        FROM delivery_letter
        WHERE state = 'permanent-failure' AND posted_at > %s AND kind = 'message'
    )
    SELECT DISTINCT c.member_id FROM failed
    JOIN membership_copy AS c
        ON c.message_id = failed.message::bigint AND c.member_id = failed.member::bigint
    JOIN membership_member AS m ON m.id = c.member_id
    WHERE m.state = 'member' AND m.bounced_at IS NULL AND cardinality(m.channels) = 1
        AND coalesce(m.seen_at, m.joined_at) <= failed.settled_at
        AND c.address_print = CASE c.channel WHEN 'email' THEN m.email_print ELSE m.phone_print END
    LIMIT %s
"""


@transaction.atomic
def note_failed(*, now: datetime, limit: int) -> int:
    """Note whose only way failed for good, as letters with messages tell; say how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [now - POSTED, limit])
        found = [number for (number,) in cursor.fetchall()]
    change.note_unreachable(found, now=now)
    return len(found)
