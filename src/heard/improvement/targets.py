"""Targets of a measure, and the meetings that review them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.eligibility.models import Programme
from heard.improvement.models import Meeting, Target
from heard.journal.write import write

LONGEST = 5_000  # characters of minutes


class NoTarget(Exception):
    """A target or a meeting cannot be kept as it is; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Of:
    """What a target is of: a measure of a question of a survey, for a team or for the force."""

    programme: Programme
    question: str
    measure: str
    team: str = ""


@transaction.atomic
def aim(of: Of, *, per_cent: int, review_on: date, by: User, now: datetime) -> Target:
    """Set a target, from 1 to 99 per cent, with the day of its review meeting. NoTarget."""
    if not 1 <= per_cent <= 99:  # noqa: PLR2004 - nobody is asked for none or all
        raise NoTarget("Enter a whole number of per cent, from 1 to 99.")
    if review_on <= now.date():
        raise NoTarget("The review meeting lies ahead.")
    try:
        with transaction.atomic():
            made = Target.objects.create(
                programme=of.programme,
                question_id=of.question,
                measure=of.measure,
                team=of.team,
                share=per_cent / 100,
                review_on=review_on,
                set_by=by,
                at=now,
            )
    except IntegrityError:
        raise NoTarget("There is a target for this already: its meeting may change it.") from None
    write("improvement.set_target", subject=f"target:{made.pk}", actor=actor(by), now=now)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a review meeting said: its day, minutes, decision, the next meeting, and the target."""

    on: date
    minutes: str
    decision: str
    next_on: date
    per_cent: int


@transaction.atomic
def meet(number: int, held: Held, *, by: User, now: datetime) -> Meeting:
    """Keep what a review meeting of a target said, for good, and when the next one is. NoTarget."""
    target = Target.objects.select_for_update(of=("self",)).filter(pk=number).first()
    minutes = held.minutes.strip()
    if target is None:
        raise NoTarget("There is no such target.")
    if not 1 <= len(minutes) <= LONGEST:
        raise NoTarget(f"Write minutes of at most {LONGEST:,} characters.")
    if held.decision not in Meeting.Decision.values:
        raise NoTarget("Choose what was decided.")
    if held.on > now.date():
        raise NoTarget("The meeting has not been held yet.")
    if held.next_on <= held.on:
        raise NoTarget("The next meeting comes after this one.")
    if not 1 <= held.per_cent <= 99:  # noqa: PLR2004
        raise NoTarget("Enter a whole number of per cent, from 1 to 99.")
    made = Meeting.objects.create(
        target=target, on=held.on, minutes=minutes, decision=held.decision, kept_by=by, at=now
    )
    target.share, target.review_on = held.per_cent / 100, held.next_on
    target.save(update_fields=["share", "review_on"])
    write("improvement.meet", subject=f"target:{target.pk}", actor=actor(by), now=now)
    return made


def targets() -> list[Target]:
    """Give all targets, the one whose meeting comes first before the others."""
    return list(Target.objects.select_related("programme").order_by("review_on", "pk"))


def find(number: int) -> Target | None:
    """Give one target."""
    return Target.objects.select_related("programme").filter(pk=number).first()


def meetings(target: Target) -> list[Meeting]:
    """Give the meetings of a target, the newest first."""
    found = Meeting.objects.filter(target=target).select_related("kept_by")
    return list(found.order_by("-on", "-pk"))
