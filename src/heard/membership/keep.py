"""What time does to the register: who never confirmed is forgotten, who cannot be reached noted."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from heard.membership import change, enrol

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


def keep(*, now: datetime, limit: int) -> int:
    """Do what is due; say how much."""
    done = enrol.forget_pending(now=now, limit=limit) + change.erase_left(now=now, limit=limit)
    return done + change.note_dormant(now=now, limit=limit) + note_failed(now=now, limit=limit)


@transaction.atomic
def note_failed(*, now: datetime, limit: int) -> int:
    """Note whose only way failed for good, as letters with messages tell; say how many."""
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, [now - POSTED, limit])
        found = [number for (number,) in cursor.fetchall()]
    change.note_unreachable(found, now=now)
    return len(found)
