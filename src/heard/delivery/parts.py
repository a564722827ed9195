"""Takes in what gateways say of messages by their own names, each part of a long one by itself.

It may be here, from another process, before the hand-over that it is about is recorded. So it is
kept as it came and waits for its letter; `settle` looks for that, as often as it is called.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from heard.channels.protocol import Receipt
from heard.delivery import receipts
from heard.delivery._progress import ORDER
from heard.delivery.models import RECEIVABLE, Letter, PartReceipt, State
from heard.delivery.receipts import News

# No operator tries longer to deliver a text; what is older names nothing of ours any more.
_LONGEST = timedelta(days=7)
# By how much the time of whoever collects may lag behind that of whoever claims.
_SLACK = timedelta(minutes=1)
_FAILURES = (State.TECHNICAL_FAILURE, State.TEMPORARY_FAILURE, State.PERMANENT_FAILURE)
_MOST = 5_000  # that one pass looks for, the newest first
_KEEP = """
    INSERT INTO delivery_partreceipt
        (channel, gateway_id, status, occurred_at, received_at, is_waiting)
    SELECT %s, each.*, %s, true FROM unnest(%s::text[], %s::text[], %s::timestamptz[]) AS each
    ON CONFLICT DO NOTHING
"""
# The letter was claimed before anything was said of it; a name may have had an earlier bearer.
# OFFSET 0 keeps the look-up by name apart: joined by channel, every letter there is would be read.
_FIND = """
    WITH waiting AS MATERIALIZED (
        SELECT * FROM delivery_partreceipt WHERE is_waiting AND received_at > %(since)s
        ORDER BY id DESC LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ), found AS (
        SELECT w.id, l.reference FROM waiting AS w CROSS JOIN LATERAL (
            SELECT * FROM delivery_letter
            WHERE string_to_array(gateway_id, ',') @> ARRAY[w.gateway_id] AND gateway_id <> ''
            OFFSET 0
        ) AS l
        WHERE w.channel IN (l.gateway, l.channel)
        AND l.claimed_at <= w.received_at + %(slack)s::interval
        AND l.claimed_at >= w.received_at - make_interval(days => %(days)s)
    ), done AS (
        UPDATE delivery_partreceipt AS p SET is_waiting = false FROM found WHERE p.id = found.id
    ) SELECT DISTINCT reference FROM found
"""


@transaction.atomic
def accept(channel: str, told: Sequence[Receipt], *, now: datetime) -> int:
    """Keep what a gateway told, all or none, and move on what letters are found; count the new.

    A receipt with a reference is about the message as a whole; one with both says besides by
    which names the gateway will speak of it. Raises ValueError as `receipts.accept` does.
    """
    wholes = [each for each in told if each.reference]
    parts = [each for each in told if not each.reference]
    count = receipts.accept([_news(each) for each in wholes], now=now) if wholes else 0
    for each in wholes:
        unnamed = Letter.objects.filter(reference=each.reference, gateway_id="")
        unnamed.update(gateway_id=each.gateway_id)
    count += _keep(channel, parts, now=now)
    settle(now=now)
    return count


@transaction.atomic
def settle(*, now: datetime) -> int:
    """Find the letters of what waits, and move them on; count them.

    A message is delivered when all its parts are, and failed as soon as one is.
    """
    with connection.cursor() as cursor:
        slack, days = f"{_SLACK.seconds} seconds", _LONGEST.days
        since = now - _LONGEST
        cursor.execute(_FIND, {"since": since, "slack": slack, "days": days, "most": _MOST})
        found = [reference for (reference,) in cursor.fetchall()]
    if not found:
        return 0
    letters = Letter.objects.filter(reference__in=found)
    heard = _heard(letters)
    news = [said for letter in letters if (said := _whole(letter, heard[letter.pk])) is not None]
    receipts.accept(news, now=now)
    return len(found)


def _news(told: Receipt) -> News:
    return News(reference=UUID(told.reference), status=told.status, occurred_at=told.occurred_at)


def _keep(channel: str, parts: Sequence[Receipt], *, now: datetime) -> int:
    for each in parts:
        if each.status not in RECEIVABLE:
            raise ValueError(f"{each.status} is no gateway's to give")
    rows = sorted(
        (each.gateway_id, each.status, each.occurred_at.astimezone(UTC)) for each in parts
    )
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
    names, statuses, moments = columns
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, [channel, now, names, statuses, moments])
        return int(cursor.rowcount)


def _heard(letters: Collection[Letter]) -> Mapping[int, list[PartReceipt]]:
    """Give what was said of each letter's parts since it was claimed."""
    names = {name for letter in letters for name in letter.gateway_id.split(",")}
    said = PartReceipt.objects.filter(gateway_id__in=names)
    by_name: dict[tuple[str, str], list[PartReceipt]] = defaultdict(list)
    for each in said:
        by_name[each.channel, each.gateway_id].append(each)
    return {
        letter.pk: [
            each
            for name in letter.gateway_id.split(",")
            for each in by_name[letter.channel, name]
            if letter.claimed_at is not None
            and letter.claimed_at - _SLACK <= each.received_at <= letter.claimed_at + _LONGEST
        ]
        for letter in letters
    }


def _whole(letter: Letter, said: Sequence[PartReceipt]) -> News | None:
    """Sum up what was said of the parts; None while one is missing and none has failed."""
    best: dict[str, State] = {}
    for each in said:
        status = State(each.status)
        best[each.gateway_id] = max(best.get(each.gateway_id, status), status, key=ORDER.index)
    failures = [status for status in best.values() if status in _FAILURES]
    if failures:
        whole = max(failures, key=ORDER.index)
    elif set(letter.gateway_id.split(",")) == set(best):
        whole = min(best.values(), key=ORDER.index)
    else:
        return None
    last = max(each.occurred_at for each in said)
    return News(reference=letter.reference, status=whole, occurred_at=last)
