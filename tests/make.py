"""What a force's systems tell, made one event at a time and taken in by Heard's own verbs."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from heard.delivery.models import Letter
from heard.eligibility import screen
from heard.eligibility.models import Screening
from heard.events import receive as events
from heard.invitations import invite

Item = dict[str, Any]

SOURCE = "/wmp/controlworks"
SITE = "https://survey.example.org"
NUMBER = "07700 900123"
QUIET = timedelta(minutes=15)
KEPT = timedelta(days=30)
NOON = datetime(2020, 10, 1, 11, tzinfo=UTC)  # a Thursday of the pilot, noon in London

_ids = count(1)
_draws = count(1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def event(kind: str, data: Item, *, at: datetime = NOON, event_id: str | None = None) -> Item:
    """Give one CloudEvent as decoded JSON; `kind` is its type without `uk.police.`."""
    return {
        "specversion": "1.0",
        "id": event_id or f"e{next(_ids)}",
        "source": SOURCE,
        "type": f"uk.police.{kind}",
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }


def contact_ended(
    contact_id: str = "C1",
    *incident_ids: str,
    at: datetime = NOON,
    codes: Sequence[str] = ("AS-02",),
    number: str | None = NUMBER,
    age: int | None = None,
    channel: str = "101",
    **more: Any,  # noqa: ANN401
) -> Item:
    data = {
        "contact_id": contact_id,
        "channel": channel,
        "incident_ids": list(incident_ids),
        "codes": list(codes),
        "calling_number": number,
        "caller_age": age,
        "handler": "h-7",
        "team": "Force Contact 3",
        **more,
    }
    return event("contact.ended", data, at=at)


def incident_created(
    incident_id: str = "I1",
    *codes: str,
    at: datetime = NOON,
    area: str = "BE",
    **more: Any,  # noqa: ANN401
) -> Item:
    """Open a log, by default of noisy neighbours."""
    data = {"incident_id": incident_id, "opening_codes": list(codes or ("AS-02",)), "area": area}
    return event("incident.created", data | more, at=at)


def marked(*markers: str, at: datetime = NOON, lifted: bool = False, **whom: str) -> Item:
    """Put markers on a phone, email, address or person_id, or lift them."""
    kind = "person.unmarked" if lifted else "person.marked"
    return event(kind, {"markers": list(markers), **whom}, at=at)


def crime_recorded(
    crime_id: str = "K1",
    *codes: str,
    at: datetime = NOON,
    **victim: Any,  # noqa: ANN401
) -> Item:
    """Record a crime, by default the burglary of a shop, and who its victim is."""
    data = {"crime_id": crime_id, "codes": list(codes or ("CR-17",)), **victim}
    return event("crime.recorded", data, at=at)


def crime(move: str, crime_id: str = "K1", *, at: datetime = NOON, **more: str) -> Item:
    """Give news of a crime: initial_investigation_done, victim_updated, outcome_assigned, filed."""
    return event(f"crime.{move}", {"crime_id": crime_id, **more}, at=at)


def incident_graded(
    incident_id: str = "I1", grade: str = "PRIORITY", *, at: datetime = NOON
) -> Item:
    return event("incident.graded", {"incident_id": incident_id, "grade": grade}, at=at)


def incident_regraded(
    incident_id: str, *codes: str, grade: str = "EMERGENCY", at: datetime = NOON
) -> Item:
    data = {"incident_id": incident_id, "grade": grade, "opening_codes": list(codes)}
    return event("incident.regraded", data, at=at)


def incident_tagged(incident_id: str, *tags: str, at: datetime = NOON) -> Item:
    return event("incident.tagged", {"incident_id": incident_id, "tags": list(tags)}, at=at)


def incident_linked(incident_id: str, master_id: str, *, at: datetime = NOON) -> Item:
    data = {"incident_id": incident_id, "master_id": master_id}
    return event("incident.linked", data, at=at)


def incident_resulted(incident_id: str = "I1", *codes: str, at: datetime = NOON) -> Item:
    data = {"incident_id": incident_id, "closing_codes": list(codes or ("AS-02",))}
    return event("incident.resulted", data, at=at)


def incident_closed(incident_id: str = "I1", *, at: datetime = NOON) -> Item:
    return event("incident.closed", {"incident_id": incident_id}, at=at)


def incident_reopened(incident_id: str = "I1", *, at: datetime = NOON) -> Item:
    return event("incident.reopened", {"incident_id": incident_id}, at=at)


def unit(move: str, incident_id: str = "I1", name: str = "BE21", *, at: datetime = NOON) -> Item:
    """Give a unit's news: `move` is assigned, at_scene, cleared or stood_down."""
    data = {"incident_id": incident_id, "unit": name, "team": "Response A"}
    return event(f"resource.{move}", data, at=at)


def job(incident_id: str = "I1", *, left: datetime = NOON, code: str = "AS-02") -> list[Item]:
    """Give a whole job without its call: opened, attended until `left`, resulted and closed."""
    return [
        incident_created(incident_id, code, at=left - minutes(60)),
        unit("assigned", incident_id, at=left - minutes(50)),
        unit("at_scene", incident_id, at=left - minutes(40)),
        unit("cleared", incident_id, at=left),
        incident_resulted(incident_id, code, at=left),
        incident_closed(incident_id, at=left),
    ]


def attended(contact_id: str = "C1", incident_id: str = "I1", **caller: Any) -> list[Item]:  # noqa: ANN401
    """Give a call and the whole job that came of it; the officers left at noon."""
    call = contact_ended(contact_id, incident_id, at=NOON - minutes(61), **caller)
    return [call, *job(incident_id)]


def receive(*items: object, now: datetime = NOON, source: str = SOURCE) -> events.Received:
    return events.receive(items, source=source, now=now, quiet=QUIET, kept=KEPT)


def told(*items: Item, now: datetime = NOON) -> None:
    """Take events in and require that all of them went in."""
    assert receive(*items, now=now).rejected == ()


def screened(now: datetime, *, limit: int = 100) -> int:
    return screen.screen(now=now, limit=limit)


def invited(now: datetime, *, limit: int = 100) -> int:
    return invite.invite(now=now, limit=limit, site=SITE, draw=draw)


def draw(size: int) -> bytes:
    """Give bytes that differ each time, as random ones would."""
    return next(_draws).to_bytes(size, "big")


def passed(now: datetime) -> list[Letter]:
    """Screen and invite, and give the letters that wait."""
    screened(now)
    invited(now)
    return list(Letter.objects.filter(state="created").order_by("id"))


def current(key: str = "C1", *, stage: str = "contact") -> Screening:
    """Give the one decision that stands for a touchpoint."""
    return Screening.objects.get(
        is_current=True, programme__stage=stage, touchpoint__kind=stage, touchpoint__key=key
    )


def verdict(key: str = "C1", *, stage: str = "contact") -> tuple[str, ...]:
    """Give the outcome that stands, and its reasons."""
    row = current(key, stage=stage)
    return (row.outcome, *row.reasons)


def history(key: str = "C1", *, stage: str = "contact") -> list[str]:
    """Give every outcome there was, the oldest first."""
    rows = Screening.objects.filter(touchpoint__key=key, programme__stage=stage)
    return list(rows.order_by("id").values_list("outcome", flat=True))
