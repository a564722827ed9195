"""All that became of one touchpoint: what was told, decided, sent and answered, and when.

No number, no token and no answer is ever read here; of an event, the fields that `SAID` names.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from heard.core.journeys import VICTIM
from heard.delivery.models import Receipt
from heard.eligibility.models import Programme, Screening
from heard.events.models import Contact, Event, Incident, Touchpoint
from heard.invitations.models import Invitation
from heard.responses.models import Response

KIND = Touchpoint.Kind
TOLD = 300  # events of one touchpoint, at most
NEAR = 50  # linked logs, and touchpoints of the same incident, at most
SAID = (
    *("channel", "incident_ids", "codes", "opening_codes", "closing_codes", "tags", "grade"),
    *("area", "ward", "master_id", "unit", "team"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event: when it happened (`at`), when we were told, and what it said of `SAID`."""

    type: str
    source: str
    contact_id: str | None
    incident_id: str | None
    at: datetime
    told_at: datetime
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One decision of one programme; `stands` until a newer one follows."""

    programme: str
    at: datetime
    outcome: str
    reasons: Sequence[str]
    until: datetime | None
    policy: str
    stands: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a gateway said of a letter: a state, as of `at`, told at `told_at`."""

    state: str
    at: datetime
    told_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One invitation with its letter; `disposition` is there once it was closed with answers.

    There is no `reference` where the link stood in the window of a chat.
    """

    programme: str
    at: datetime
    link_until: datetime
    opened_at: datetime | None
    disposition: str
    submitted_at: datetime | None
    reference: UUID | None
    state: str
    reason: str
    not_after: datetime
    claimed_at: datetime | None
    settled_at: datetime | None
    receipts: Sequence[Heard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """An incident that bears on the touchpoint, with every code and marker it ever had."""

    incident_id: str
    codes: Sequence[str]
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A touchpoint as a list names it; `happened_at` is None where it turned out not to be."""

    kind: str
    key: str
    happened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything about one touchpoint, each list in the order of time."""

    point: Point
    due_at: datetime | None
    programmes: Sequence[str]
    told: Sequence[Told]
    is_cut: bool
    decided: Sequence[Decided]
    asked: Sequence[Asked]
    logs: Sequence[Log]
    near: Sequence[Point]


def history(kind: str, key: str) -> History | None:
    """Give the history of the touchpoint of this kind and key, or None if there is none."""
    found = Touchpoint.objects.filter(kind=kind, key=key).values(
        "id", "kind", "key", "happened_at", "due_at", "contact__incident_ids"
    )
    row = None if "\0" in kind + key else found.first()  # which PostgreSQL does not take
    if row is None:
        return None
    own = [key] if kind == KIND.ATTENDANCE else row["contact__incident_ids"] or []
    callers = _callers(own)
    kin = Incident.objects.kin(own)[: max(NEAR, len(own))]
    told = _told(contacts=callers[:1] if kind == KIND.ATTENDANCE else [key], incidents=own)
    near = _points(contacts=callers[:NEAR], incidents=[log.incident_id for log in kin])
    return History(
        point=_point(row),
        due_at=row["due_at"],
        programmes=list(
            Programme.objects.filter(stage=kind).order_by("id").values_list("name", flat=True)
        ),
        told=told[:TOLD],
        is_cut=len(told) > TOLD,
        decided=_decided(row["id"]),
        asked=_asked(row["id"]),
        logs=[_log(log, own) for log in sorted(kin, key=lambda log: log.incident_id)],
        near=[point for point in near if (point.kind, point.key) != (kind, key)][:NEAR],
    )


def _callers(incident_ids: Collection[str]) -> list[str]:
    """Give the contacts that name these incidents; after a visit, the first is who is asked."""
    if not incident_ids:
        return []
    rows = Contact.objects.filter(incident_ids__overlap=list(incident_ids))
    return list(rows.order_by("ended_at", "contact_id").values_list("contact_id", flat=True))


def _told(*, contacts: Collection[str], incidents: Collection[str]) -> list[Told]:
    rows = Event.objects.filter(
        Q(contact_id__in=list(contacts))
        | Q(incident_id__in=list(incidents))
        | Q(crime_id__in=[c.removeprefix(VICTIM) for c in contacts if c.startswith(VICTIM)])
    ).values("type", "source", "contact_id", "incident_id", "occurred_at", "received_at", "data")
    return [
        Told(
            type=row["type"],
            source=row["source"],
            contact_id=row["contact_id"],
            incident_id=row["incident_id"],
            at=row["occurred_at"],
            told_at=row["received_at"],
            said={name: row["data"][name] for name in SAID if row["data"].get(name)},
        )
        for row in rows.order_by("occurred_at", "id")[: TOLD + 1]
    ]


def _points(*, contacts: Collection[str], incidents: Collection[str]) -> list[Point]:
    rows = Touchpoint.objects.filter(
        ~Q(kind=KIND.ATTENDANCE) & Q(key__in=list(contacts))
        | Q(kind=KIND.ATTENDANCE, key__in=list(incidents))
    )
    named = rows.order_by("happened_at", "kind", "key").values("kind", "key", "happened_at")
    return [_point(row) for row in named]


def _point(row: Mapping[str, Any]) -> Point:
    return Point(kind=row["kind"], key=row["key"], happened_at=row["happened_at"])


def _log(log: Incident, own: Collection[str]) -> Log:
    codes = [*log.opening_codes, *log.closing_codes, *log.tags]
    return Log(
        incident_id=log.incident_id,
        codes=list(dict.fromkeys(codes)),
        is_own=log.incident_id in own,
    )


def _decided(touchpoint: int) -> list[Decided]:
    rows = Screening.objects.filter(touchpoint=touchpoint).values(
        *("programme__name", "decided_at", "outcome", "reasons", "until", "policy", "is_current")
    )
    return [
        Decided(
            programme=row["programme__name"],
            at=row["decided_at"],
            outcome=row["outcome"],
            reasons=row["reasons"],
            until=row["until"],
            policy=row["policy"],
            stands=row["is_current"],
        )
        for row in rows.order_by("decided_at", "id")
    ]


def _asked(touchpoint: int) -> list[Asked]:
    rows = list(
        Invitation.objects.filter(touchpoint=touchpoint)
        .order_by("asked_at", "id")
        .values(
            *("id", "programme__name", "asked_at", "expires_at", "opened_at"),
            *("letter__reference", "letter__state", "letter__reason", "letter__expires_at"),
            *("letter__claimed_at", "letter__settled_at"),
        )
    )
    responses = {
        invitation: (disposition, at)
        for invitation, disposition, at in Response.objects.filter(
            invitation__in=[row["id"] for row in rows]
        ).values_list("invitation", "disposition", "submitted_at")
    }
    receipts = _receipts([row["letter__reference"] for row in rows if row["letter__reference"]])
    nothing: tuple[str, None] = ("", None)
    return [
        Asked(
            programme=row["programme__name"],
            at=row["asked_at"],
            link_until=row["expires_at"],
            opened_at=row["opened_at"],
            disposition=responses.get(row["id"], nothing)[0],
            submitted_at=responses.get(row["id"], nothing)[1],
            reference=row["letter__reference"],
            state=row["letter__state"] or "",
            reason=row["letter__reason"] or "",
            not_after=row["letter__expires_at"] or row["expires_at"],
            claimed_at=row["letter__claimed_at"],
            settled_at=row["letter__settled_at"],
            receipts=[
                heard for reference, heard in receipts if reference == row["letter__reference"]
            ],
        )
        for row in rows
    ]


def _receipts(references: Collection[UUID]) -> list[tuple[UUID, Heard]]:
    rows = Receipt.objects.filter(reference__in=references).order_by("occurred_at", "id")
    named = rows.values_list("reference", "status", "occurred_at", "received_at")
    return [
        (reference, Heard(state=status, at=at, told_at=told_at))
        for reference, status, at, told_at in named
    ]
