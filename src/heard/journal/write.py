"""Adds an act to the journal, inside the transaction that does it."""

from dataclasses import dataclass
from datetime import datetime

from heard.journal.models import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it: a plain id and the label of the day."""

    id: str
    label: str


SYSTEM = Actor(id="heard", label="Heard")
CITIZEN = Actor(id="citizen", label="the person asked")


def write(act: str, *, subject: str, actor: Actor, now: datetime, reason: str = "") -> None:
    """Add one entry. Neither `subject` nor `reason` may hold personal data."""
    Entry.objects.create(
        at=now, actor_id=actor.id, actor=actor.label, act=act, subject=subject, reason=reason
    )
