"""Finds touchpoints by what people have at hand: the id of a log, a call, an event or a letter."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from heard.events.models import Contact, Incident, Touchpoint
from heard.insight.history import NEAR, Point
from heard.invitations.models import Invitation

# An event's id is unique within its source, and the sources are few: one step of the index each.
_EVENT = """
    WITH RECURSIVE sources AS (
        (SELECT source FROM events_event ORDER BY source LIMIT 1)
        UNION ALL
        SELECT (SELECT e.source FROM events_event AS e
                WHERE e.source > sources.source ORDER BY e.source LIMIT 1)
        FROM sources WHERE sources.source IS NOT NULL
    )
    SELECT e.contact_id, e.incident_id
    FROM sources JOIN events_event AS e ON e.source = sources.source AND e.event_id = %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The touchpoints of what was looked for, and logs that nobody was met or called about."""

    points: list[Point]
    logs: list[str]


def find(word: str) -> Found:
    """Find what bears exactly this incident, contact or event id, or this letter's reference."""
    told = _event(word)
    contacts = {word, *(contact for contact, _ in told if contact)}
    incidents = {word, *(incident for _, incident in told if incident)}
    calls = Contact.objects.filter(incident_ids__overlap=list(incidents))
    callers = calls.order_by("ended_at", "contact_id").values_list("contact_id", flat=True)
    matches = (
        Q(kind=Touchpoint.Kind.CONTACT, key__in=[*contacts, *callers[:NEAR]])
        | Q(kind=Touchpoint.Kind.ATTENDANCE, key__in=list(incidents))
        | Q(id__in=_of_letter(word))
    )
    rows = Touchpoint.objects.filter(matches).order_by("happened_at", "kind", "key")
    named = rows.values_list("kind", "key", "happened_at")[:NEAR]
    points = [Point(kind=kind, key=key, happened_at=at) for kind, key, at in named]
    known = Incident.objects.filter(incident_id__in=list(incidents)).order_by("incident_id")
    return Found(
        points=points,
        logs=[] if points else list(known.values_list("incident_id", flat=True)),
    )


def _event(word: str) -> list[tuple[str | None, str | None]]:
    """Give the contact and the incident that the events of this id are about."""
    with connection.cursor() as cursor:
        cursor.execute(_EVENT, [word])
        rows: list[tuple[str | None, str | None]] = cursor.fetchall()
    return rows


def _of_letter(word: str) -> Collection[int]:
    """Give the touchpoint that the letter of this reference is about, if it is a reference."""
    try:
        reference = UUID(word)
    except ValueError:
        return []
    letters = Invitation.objects.filter(letter__reference=reference)
    return list(letters.values_list("touchpoint", flat=True))
