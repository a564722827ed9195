"""Records who is not offered a call, on whose word, and why."""

from datetime import datetime

from django.db import transaction

from heard.journal.write import Actor, write
from heard.specialist.models import Exclusion, Part
from heard.specialist.offers import hold, offer
from heard.specialist.programme import programme

LONGEST_NOTE = 500  # characters


class NotOffered(Exception):
    """It may not be offered a call any more, or somebody has decided already."""


@transaction.atomic
def exclude(
    touchpoint: int,
    *,
    why: Exclusion.Why,
    note: str,
    said_as: Part,
    by: Actor,
    now: datetime,
) -> Exclusion:
    """Leave somebody out for good. NotOffered; ValueError where another reason has no words."""
    if len(note) > LONGEST_NOTE or (why == Exclusion.Why.OTHER and not note.strip()):
        raise ValueError(f"write the reason down, in at most {LONGEST_NOTE} characters")
    hold(touchpoint)
    candidate = offer(touchpoint, now=now)
    if candidate is None:
        raise NotOffered
    excluded = Exclusion.objects.create(
        touchpoint=candidate.touchpoint,
        programme=programme(),
        why=why,
        note=note.strip(),
        said_as=said_as,
        recorded_at=now,
        recorded_by=by.label,
    )
    subject = f"exclusion:{excluded.pk}"
    write("specialist.exclude", subject=subject, actor=by, now=now, reason=f"{said_as} {why}")
    return excluded
