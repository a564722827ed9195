"""When each source of events was heard last, and which has been silent for too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from heard.accounts.models import FeedKey

LOOKED_AT = 50_000  # of the newest events: what is not among them is said to be longer ago

_HEARD = """
    SELECT source, max(received_at) FROM (
        SELECT source, received_at FROM events_event ORDER BY id DESC LIMIT %s
    ) AS newest GROUP BY source
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A source, and when its last event came; None where it is not among the newest events."""

    source: str
    last: datetime | None
    is_silent: bool


def sources(*, now: datetime) -> list[Heard]:
    """Give every source with a key for events, or with an event lately; the silent first.

    A source is silent when nothing has come for longer than `HEARD_SILENT_MINUTES` says.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEARD, [LOOKED_AT])
        last: dict[str, datetime | None] = dict(cursor.fetchall())
    keys = FeedKey.objects.filter(kind=FeedKey.Kind.EVENTS, revoked_at=None)
    for source in keys.values_list("source", flat=True):
        last.setdefault(source, None)
    found = [
        Heard(source=source, last=at, is_silent=at is None or now - at > _longest(source))
        for source, at in last.items()
    ]
    return sorted(found, key=lambda one: (not one.is_silent, one.source))


def silent(*, now: datetime) -> Sequence[Heard]:
    """Give the sources that have been silent for too long."""
    return [one for one in sources(now=now) if one.is_silent]


def _longest(source: str) -> timedelta:
    """Give how long a source may be silent: its own time, or that of all others, or for ever."""
    minutes: Mapping[str, float] = settings.SILENT_MINUTES
    given = minutes.get(source, minutes.get(""))
    return timedelta.max if given is None else timedelta(minutes=given)
