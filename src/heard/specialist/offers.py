"""Finds whom a call may be offered to, so that not only the officer in the case decides on it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.eligibility import specialist
from heard.eligibility.specialist import Candidate
from heard.events.models import Touchpoint
from heard.specialist.models import Consent, Exclusion, Part
from heard.specialist.programme import programme

SHOWN = 50  # of the newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """Whom nobody has decided on yet, and what became of the others, by the same span of time.

    `excluded` counts by who said so and why.
    """

    open: Sequence[Candidate]
    is_cut: bool
    consents: int
    excluded: Mapping[tuple[str, str], int]


def offers(*, now: datetime) -> Offers:
    """Give the newest that may be offered a call, of as long ago as the programme looks back."""
    of = programme()
    since = now - of.fresh_for
    excluded = Exclusion.objects.filter(programme=of)
    consents = Consent.objects.filter(programme=of)
    decided = {
        *excluded.values_list("touchpoint", flat=True),
        *consents.values_list("touchpoint", flat=True),
    }
    found = [
        candidate
        for candidate in specialist.look(specialist.blocked(since=since, but=decided), of, now=now)
        if candidate.may_be_offered
    ]
    recent = excluded.filter(recorded_at__gte=since).values_list("said_as", "why")
    return Offers(
        open=found[:SHOWN],
        is_cut=len(found) > SHOWN,
        consents=consents.filter(recorded_at__gte=since).count(),
        excluded=dict(
            Counter((Part(part).label, Exclusion.Why(why).label) for part, why in recent)
        ),
    )


def hold(touchpoint: int) -> None:
    """Make whoever else would decide on this one wait until the transaction ends."""
    held = Touchpoint.objects.filter(pk=touchpoint).select_for_update(no_key=True)
    held.values_list("pk").first()


def offer(touchpoint: int, *, now: datetime) -> Candidate | None:
    """Give one that may be offered a call; None where it may not, or somebody decided already."""
    of = programme()
    found = specialist.look([touchpoint], of, now=now)
    if not found or not found[0].may_be_offered:
        return None
    decided = (
        Consent.objects.filter(touchpoint=touchpoint, programme=of).exists()
        or Exclusion.objects.filter(touchpoint=touchpoint, programme=of).exists()
    )
    return None if decided else found[0]
