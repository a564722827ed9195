"""The letters, newest first, and what each came to; neither address nor text is ever read here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from heard.delivery.models import Letter, State
from heard.eligibility.models import Programme
from heard.insight.paging import COUNTED, PAGE, newest, on
from heard.invitations.models import Invitation

_READ = ("id", "reference", "state", "reason", "posted_at", "settled_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One letter, and the touchpoint that it is about."""

    reference: UUID
    programme: str
    kind: str
    key: str
    state: str
    reason: str
    posted_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """A page of letters. `counts` is by state, of the newest 10,000 of the programme and day.

    `unclear` are those that may have left or not, the oldest first: each needs a person.
    """

    letters: Sequence[Sent]
    older: int | None
    counts: Mapping[str, int]
    unclear: Sequence[Sent]

    @property
    def is_cut(self) -> bool:
        return sum(self.counts.values()) == COUNTED


def outbox(
    *,
    state: str = "",
    programme: str = "",
    day: date | None = None,
    before: int | None = None,
) -> Outbox:
    """Give the letters in this state, of this programme (its slug), posted on this day in London.

    `before` is the key of an earlier page's last letter.
    """
    letters, asked = _chosen(programme, day)
    read = letters.values(*_READ)
    page = newest(read.filter(state=state) if state else read, by="posted_at", before=before)
    is_first = not state and before is None
    lost = _unknown(read) if is_first else []
    sent = _sent([*lost, *page.rows])
    return Outbox(
        letters=sent[len(lost) :],
        older=page.older,
        counts=_counts(letters, asked if programme else None),
        unclear=sent[: len(lost)],
    )


def unclear() -> list[Sent]:
    """Give the oldest 50 letters that may have left or not: each needs a person."""
    return _sent(_unknown(Letter.objects.values(*_READ)))


def about(letters: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Say by the keys of letters which programme and touchpoint each is about."""
    asked = Invitation.objects.filter(letter__in=letters).values_list(
        "letter", "programme__name", "touchpoint__kind", "touchpoint__key"
    )
    return {letter: (programme, kind, key) for letter, programme, kind, key in asked}


def _unknown(read: QuerySet[Letter, dict[str, Any]]) -> list[dict[str, Any]]:
    return list(read.filter(state=State.UNKNOWN).order_by("posted_at", "id")[:PAGE])


def _chosen(programme: str, day: date | None) -> tuple[QuerySet[Letter], QuerySet[Invitation]]:
    """Give the letters, and the invitations of the programme with the same times."""
    letters, asked = Letter.objects.all(), Invitation.objects.all()
    if programme:
        number = Programme.objects.filter(slug=programme).values_list("id", flat=True).first()
        asked = asked.filter(programme=number)
        # Where a programme is one of many, its letters are looked for in its own time only.
        span = asked.aggregate(first=Min("asked_at"), last=Max("asked_at"))
        own = Exists(asked.filter(letter=OuterRef("pk")))
        letters = letters.filter(own, posted_at__range=(span["first"], span["last"]))
    if day is not None:
        letters, asked = (
            letters.filter(on(day, by="posted_at")),
            asked.filter(on(day, by="asked_at")),
        )
    return letters, asked


def _counts(letters: QuerySet[Letter], asked: QuerySet[Invitation] | None) -> dict[str, int]:
    """Count the newest by state; those of one programme by its invitations, which an index has."""
    counted = Counter(
        letters.order_by("-posted_at").values_list("state", flat=True)[:COUNTED]
        if asked is None
        else asked.order_by("-asked_at").values_list("letter__state", flat=True)[:COUNTED]
    )
    return {state.value: counted[state] for state in State if counted[state]}


def _sent(rows: Sequence[Mapping[str, Any]]) -> list[Sent]:
    """Say of each letter what it is about; one without an invitation is about nothing we know."""
    known = about([row["id"] for row in rows])
    return [
        Sent(
            programme=programme,
            kind=kind,
            key=key,
            **{name: value for name, value in row.items() if name != "id"},
        )
        for row in rows
        for programme, kind, key in [known.get(row["id"], ("", "", ""))]
    ]
