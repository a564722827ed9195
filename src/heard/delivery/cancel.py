"""Stops the letters about a subject, and lists those that had left before anybody said no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from heard import bulk
from heard.delivery._progress import cancel as erase
from heard.delivery._progress import these
from heard.delivery.models import LEFT, QUEUED, Denial, Letter, Overtaken, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled:
    """What became of the letters, by their subjects, each list in order.

    Those `stopped` never leave. Those `marked` are in a worker's hands: the look before the call
    stops them, or they have left by then and are listed soon. Those in `left` had left before.
    """

    stopped: Sequence[str]
    marked: Sequence[str]
    left: Sequence[str]


@transaction.atomic
def cancel(
    kind: str, subjects: Sequence[str], *, reason: str, now: datetime, lists: bool = True
) -> Cancelled:
    """Say no, for ever, to the letters of this kind about these subjects. `reason` is a code.

    Those that had left are listed, unless the letter itself may have led to the no (`lists`).
    Nobody is waited for: whoever holds a letter at this moment finds the denial before its call,
    once the caller's transaction is committed. What was said before stands.
    """
    rows = [
        {"kind": kind, "subject": name, "reason": reason, "denied_at": now, "is_open": True}
        for name in sorted(set(subjects))
    ]
    bulk.insert(Denial, rows, key=["kind", "subject"])
    denials = Denial.objects.filter(kind=kind, subject__in=subjects)
    said = _settle(list(denials), now=now, lists=False)
    # Whatever was said first: who was written to before this reason was known is listed by it.
    # Asked last, so that a letter which leaves meanwhile is found here, or its denial stays open.
    gone = Letter.objects.filter(kind=kind, subject__in=subjects, state__in=LEFT)
    note([(letter, reason) for letter in gone if lists], had_left=True, now=now)
    return said


@transaction.atomic
def settle_denials(*, now: datetime) -> int:
    """Find out what became of the letters that were in a worker's hands; tell how many had left."""
    return len(_settle(list(Denial.objects.filter(is_open=True)), now=now, lists=True).left)


def _settle(denials: Sequence[Denial], *, now: datetime, lists: bool) -> Cancelled:
    """Stop what waits, list what has left, and close each denial with nothing left to stop.

    Of these denials and no others: one that comes in meanwhile has not been looked into.
    """
    reasons = {(d.kind, d.subject): d.reason for d in denials}
    given = Denial.objects.filter(pk__in=[d.pk for d in denials])
    own = given.filter(kind=OuterRef("kind"), subject=OuterRef("subject"))
    about = Letter.objects.filter(Exists(own)) if reasons else Letter.objects.none()
    waiting = about.filter(state=State.CREATED).order_by("id").select_for_update(skip_locked=True)
    stopped = list(waiting)
    for letter in stopped:
        erase(these([letter]), reason=reasons[letter.kind, letter.subject], now=now)
    others = about.exclude(pk__in=[letter.pk for letter in stopped]).order_by("subject")
    found = list(others.only("kind", "subject", "state", "claimed_at", "posted_at"))
    marked = [letter for letter in found if letter.state in QUEUED]
    left = [letter for letter in found if letter.state in LEFT]
    late = [(letter, reasons[letter.kind, letter.subject]) for letter in left if lists]
    note(late, had_left=True, now=now)
    open_still = {(letter.kind, letter.subject) for letter in marked}
    closed = [d.pk for d in denials if (d.kind, d.subject) not in open_still]
    Denial.objects.filter(pk__in=closed, is_open=True).update(is_open=False)
    return Cancelled(
        stopped=sorted(letter.subject for letter in stopped),
        marked=[letter.subject for letter in marked],
        left=[letter.subject for letter in left],
    )


def note(letters: Sequence[tuple[Letter, str]], *, had_left: bool, now: datetime) -> None:
    """List letters as overtaken, each with its reason, once."""
    rows = [
        {
            "letter_id": letter.pk,
            "reason": reason,
            "claimed_at": letter.claimed_at or letter.posted_at,
            "seen_at": now,
            "had_left": had_left,
        }
        for letter, reason in letters
    ]
    bulk.insert(Overtaken, rows, key=["letter_id", "reason", "claimed_at", "had_left"])
