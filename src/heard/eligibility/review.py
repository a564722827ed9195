"""What is held for a person to look at, and what they decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.consent import people
from heard.core.reasons import Reason
from heard.core.screening import REMEDY, Facts, Outcome
from heard.eligibility._cases import Case, cases
from heard.eligibility._facts import Around, around, digest, facts
from heard.eligibility.models import Programme, Review, Screening
from heard.events import receive
from heard.events.models import Touchpoint
from heard.journal.write import Actor, write

LONGEST_WHY = 500  # characters of a reason


class TooLate(Exception):
    """It is not held any more, or something has come in since it was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One touchpoint that is held for one programme, with the facts to decide by.

    `seen` stands for exactly these facts: a decision on others does not count. `may_pass` says
    whether a person may let it pass at all.
    """

    screening: Screening
    programme: Programme
    facts: Facts
    seen: str

    @property
    def reasons(self) -> list[Reason]:
        return [Reason(code) for code in self.screening.reasons]

    @property
    def may_pass(self) -> bool:
        return set(self.reasons) <= REMEDY


def look(screening_id: int, *, now: datetime) -> Held:
    """Give what is held with all that is known of it; TooLate where it is not held any more."""
    screening = _held(screening_id).select_related("touchpoint", "programme").first()
    if screening is None:
        raise TooLate
    case, surroundings = _case(receive.with_facts([screening.touchpoint], numbers=False), now=now)
    return Held(
        screening=screening,
        programme=screening.programme,
        facts=facts(case, screening.programme, surroundings, now=now),
        seen=digest(case, surroundings),
    )


@transaction.atomic
def decide(
    screening_id: int, *, lets_pass: bool, why: str, seen: str, by: Actor, now: datetime
) -> None:
    """Let pass what is held, or refuse it for good, and have the gate ask again at once.

    `why` is required. TooLate where it is not held any more or other facts have come in since;
    ValueError where it may not be let pass, or where no reason is given.
    """
    if not why.strip() or len(why) > LONGEST_WHY:
        raise ValueError(f"say why, in at most {LONGEST_WHY} characters")
    held = look(screening_id, now=now)
    locked = receive.hold_still([(held.screening.touchpoint.kind, held.screening.touchpoint.key)])
    case, surroundings = _case(locked, now=now)
    if digest(case, surroundings) != seen or not _held(screening_id).exists():
        raise TooLate
    if lets_pass and not held.may_pass:
        raise ValueError("what was not told cannot be let pass")
    Review.objects.create(
        touchpoint=held.screening.touchpoint,
        programme=held.programme,
        lets_pass=lets_pass,
        passes=held.screening.reasons if lets_pass else [],
        seen=seen,
        why=why.strip(),
        decided_by=by.label,
        decided_at=now,
    )
    receive.ask_again(locked, now=now)
    subject = f"screening:{screening_id}"
    if lets_pass:
        write("eligibility.let_pass", subject=subject, actor=by, now=now)
    else:
        write("eligibility.refuse", subject=subject, actor=by, now=now)


def _held(screening_id: int) -> QuerySet[Screening]:
    """What waits for a person; what was let through once and then kept back does not."""
    return Screening.objects.filter(
        pk=screening_id, is_current=True, outcome=Outcome.HOLD, invited_at=None
    )


def _case(touchpoints: Sequence[Touchpoint], *, now: datetime) -> tuple[Case, Around]:
    (case,) = cases(touchpoints)
    persons = people.standing(set(case.prints))
    return case, around([case], persons=persons, now=now)
