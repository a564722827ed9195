"""What a member of staff has open: how long it lasts, where it is open, and an end to it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.admission.models import Session
from heard.journal.write import write

MINUTE = timedelta(minutes=1)  # a session's last use is noted no more often
HANDLE = 16  # characters by which a page names a session, which is never shown itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a session may rest and last, and how many somebody may have at once."""

    idle: timedelta
    longest: timedelta
    at_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A session as its owner sees it."""

    handle: str
    device: str
    began_at: datetime
    seen_at: datetime


def is_open(found: Session | None, *, limits: Limits, now: datetime, is_use: bool = True) -> bool:
    """Tell whether a session goes on, as it was read right now; `now` is the machine's time.

    What somebody does is noted as a use of it; what a page that is open does by itself is none.
    """
    if found is None or found.began_at is None or found.seen_at is None:
        return False
    if now - found.began_at >= limits.longest or now - found.seen_at >= limits.idle:
        return False
    if is_use and now - found.seen_at >= MINUTE:
        Session.objects.filter(session_key=found.session_key).update(seen_at=now)
    return True


def listed(user: User, *, limits: Limits, now: datetime) -> list[Open]:
    """Give what somebody has open, the last used first."""
    found = Session.objects.filter(
        user=user, began_at__gt=now - limits.longest, seen_at__gt=now - limits.idle
    )
    shown = found.order_by("-seen_at", "-began_at").values_list(
        "session_key", "device", "began_at", "seen_at"
    )
    return [
        Open(handle=handle(key), device=device, began_at=began, seen_at=seen)
        for key, device, began, seen in shown
        if began and seen
    ]


def handle(key: str) -> str:
    """Give what a page calls a session: nobody can find the session from it."""
    return hashlib.sha256(key.encode()).hexdigest()[:HANDLE]


@transaction.atomic
def end(user: User, named: str, *, now: datetime) -> bool:
    """End one session of somebody's own by its handle; say whether there was one."""
    keys = Session.objects.filter(user=user).values_list("session_key", flat=True)
    found = [key for key in keys if handle(key) == named]
    Session.objects.filter(session_key__in=found).delete()
    if found:
        note_end(user, now=now, reason="one")
    return bool(found)


@transaction.atomic
def end_others(user: User, *, kept: str | None, now: datetime, reason: str = "all") -> int:
    """End every session of somebody but the one that is kept; say how many there were."""
    count, _ = Session.objects.filter(user=user).exclude(session_key=kept).delete()
    if count:
        note_end(user, now=now, reason=reason)
    return count


@transaction.atomic
def end_oldest(user: User, *, at_once: int, now: datetime) -> None:
    """End the sessions that were used least lately, so that no more than `at_once` are open."""
    newest = Session.objects.filter(user=user).order_by("-seen_at", "-began_at")
    keys = list(newest.values_list("session_key", flat=True)[at_once:])
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        note_end(user, now=now, reason="too many")


def forget(*, now: datetime) -> int:
    """Delete sessions that are over; `now` is the machine's time."""
    count, _ = Session.objects.filter(expire_date__lte=now).delete()
    return count


def note_end(user: User, *, now: datetime, reason: str) -> None:
    """Enter in the journal that sessions of somebody's own ended, and why."""
    subject = f"user:{user.pk}"
    write("admission.end_session", subject=subject, actor=actor(user), now=now, reason=reason)
