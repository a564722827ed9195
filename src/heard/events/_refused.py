"""Holds whatever a refused event was about: it may have spoken against asking."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from heard.core.addresses import read_phone
from heard.core.journeys import MARKED, REFUSED, VICTIM
from heard.events._payloads import Read, as_json
from heard.events._shapes import Id
from heard.vault.ring import fingerprint_phone

HELD = "EVENT REFUSED"  # a code, a qualifier and a marker that no list has: a person has to look

_ID = TypeAdapter(Id)


def holds(items: Iterable[object], *, source: str, now: datetime) -> list[Read]:
    """Give an event for each contact, log and telephone that these refused items name.

    An item that another source is named in tells nothing: the key may not speak for it.
    """
    found: list[Read] = []
    for item in items:
        if isinstance(item, dict) and item.get("source") == source:
            digest = sha256(as_json(item).encode()).hexdigest()
            found += [
                _event(f"refused/{digest}/{number}", now=now, **about)
                for number, about in enumerate(_subjects(item.get("type"), item.get("data")))
            ]
    return found


def _subjects(kind: object, data: object) -> Iterator[dict[str, Any]]:
    if not isinstance(data, dict):
        return
    for contact_id in _ids(data.get("contact_id")):
        yield {"contact_id": contact_id, "data": {"codes": [HELD]}}
    for crime_id in _ids(data.get("crime_id")):
        yield {"contact_id": f"{VICTIM}{crime_id}", "data": {"codes": [HELD]}}
    named = data.get("incident_ids")
    for incident_id in _ids(data.get("incident_id"), *(named if isinstance(named, list) else ())):
        yield {"incident_id": incident_id, "data": {"incident_id": incident_id, "tags": [HELD]}}
    number = data.get("phone") if kind == MARKED else None
    if isinstance(number, str) and (e164 := read_phone(number).e164):
        traces = [fingerprint_phone(e164)]
        yield {"type": MARKED, "data": {"traces": traces, "markers": [HELD]}}


def _ids(*names: object) -> Iterator[str]:
    for name in names:
        try:
            yield _ID.validate_python(name, strict=True)
        except ValidationError:
            continue


def _event(event_id: str, *, now: datetime, **about: Any) -> Read:  # noqa: ANN401
    rest = {"contact_id": None, "incident_id": None, "crime_id": None, "type": REFUSED}
    return Read(event_id=event_id, occurred_at=now, phone=None, email=None, **(rest | about))
