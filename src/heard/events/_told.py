"""Reads the events of contacts, incidents and crimes as the folds need them."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection

from heard.core.journeys import CONTACT_ENDED, CRIME_RECORDED, Told
from heard.events._payloads import Read
from heard.events.models import Event
from heard.vault.ring import ring

_TOLD = """
    SELECT {0}, type, occurred_at, event_id, source, data, phone, email FROM events_event
    WHERE {0} = ANY(%s)
"""
_PHONE = Event._meta.get_field("phone").context
_EMAIL = Event._meta.get_field("email").context


def by_subject(fresh: Sequence[Read], *, source: str, of: str) -> dict[str, list[Told]]:
    """Sort events by what they are about: `of` is contact_id, incident_id or crime_id."""
    told: dict[str, list[Told]] = defaultdict(list)
    for e in fresh:
        if (subject := getattr(e, of)) is not None:
            reach = _reach(e.type, e.phone, e.email)
            told[subject].append(
                Told(
                    type=e.type,
                    at=e.occurred_at,
                    event_id=f"{e.event_id} {source}",
                    data=e.data | reach,
                )
            )
    return told


def all_told(of: str, subjects: Collection[str]) -> dict[str, list[Told]]:
    """Read all events of these subjects; those of a person carry number and address again."""
    events: dict[str, list[Told]] = defaultdict(list)
    for subject, kind, at, event_id, source, data, phone, email in ask(_TOLD.format(of), subjects):
        reach = _reach(kind, _open(_PHONE, phone), _open(_EMAIL, email))
        events[subject].append(
            Told(type=kind, at=at, event_id=f"{event_id} {source}", data=json.loads(data) | reach)
        )
    return events


def ask(sentence: str, names: Collection[Any]) -> list[tuple[Any, ...]]:
    """Ask about these names; nothing is asked about none."""
    if not names:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sentence, [list(names)])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _reach(kind: str, phone: str | None, email: str | None) -> dict[str, Any]:
    return {"phone": phone, "email": email} if kind in {CONTACT_ENDED, CRIME_RECORDED} else {}


def _open(context: str, sealed: str | None) -> str | None:
    return None if sealed is None else ring().open(sealed, context=context)
