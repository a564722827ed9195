"""What no person does about conversations: hand-overs that nobody takes, silence, who has gone.

Each is done under the lock of its row and in a transaction of its own, so a kill loses nothing.
Whoever may be in danger is never ended by this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest

from heard.conversations import desk
from heard.conversations.converse import Author, Kind, Say, end, say, tell
from heard.conversations.models import Adviser, Conversation
from heard.journal.write import SYSTEM, write

State, Ending = Conversation.State, Conversation.Ending
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each thing may take; all but `free` are ours.

    `now`, `soon` and `free` are how long a conversation of that urgency (0, 1, 2) may wait before
    it is escalated; after `ask` of silence the assistant asks, after `end` it ends; whoever's
    desk gave no sign for `gone` has gone.
    """

    now: timedelta = timedelta(seconds=30)
    soon: timedelta = timedelta(minutes=2)
    free: timedelta = timedelta(minutes=10)  # domain, 10.2
    ask: timedelta = timedelta(minutes=5)
    end: timedelta = timedelta(minutes=10)
    gone: timedelta = timedelta(minutes=2)


def tend(*, now: datetime, limit: int, patience: Patience) -> int:
    """Do all that is due, at most `limit` of each; say how much."""
    if not Conversation.objects.exclude(state=State.ENDED).exists():
        return _mark_gone(now - patience.gone)
    return (
        _mark_gone(now - patience.gone)
        + _each(_left_behind(now - patience.gone), _take_back, now=now, limit=limit)
        + _each(_overdue(now, patience), _escalate, now=now, limit=limit)
        + _each(_silent(now - patience.ask), _ask, now=now, limit=limit)
        + _each(_unanswered(now - patience.end), _end_silent, now=now, limit=limit)
        + _each(_without_sign(now - patience.end), _end_abandoned, now=now, limit=limit)
    )


def escalated() -> QuerySet[Conversation]:
    """Give what waits longer than it may, the gravest and longest first."""
    return desk.queue().filter(escalated_at__isnull=False)


Done = Callable[[Conversation, datetime], None]


@transaction.atomic
def _each(found: QuerySet[Conversation], do: Done, *, now: datetime, limit: int) -> int:
    talks = list(found.order_by("pk").select_for_update(skip_locked=True, of=("self",))[:limit])
    for talk in talks:
        do(talk, now)
    return len(talks)


def _mark_gone(since: datetime) -> int:
    return Adviser.objects.filter(is_there=True, seen_at__lt=since).update(is_there=False)


def _left_behind(since: datetime) -> QuerySet[Conversation]:
    gone = Adviser.objects.filter(seen_at__lt=since).values("user")
    return Conversation.objects.filter(state=State.ADVISER, adviser__in=gone)


def _take_back(talk: Conversation, now: datetime) -> None:
    desk.back_to_queue(talk, why="gone", now=now)
    write("conversations.take_back", subject=_subject(talk), actor=SYSTEM, now=now)


def _overdue(now: datetime, patience: Patience) -> QuerySet[Conversation]:
    late = (
        Q(urgency=0, waits_since__lte=now - patience.now)
        | Q(urgency=1, waits_since__lte=now - patience.soon)
        | Q(urgency__gte=2, waits_since__lte=now - patience.free)
    )
    return Conversation.objects.filter(late, state=State.WAITING, escalated_at=None)


def _escalate(talk: Conversation, now: datetime) -> None:
    """Show it to all at the desk and to who supervises it, and tell whatever watches the log."""
    Conversation.objects.filter(pk=talk.pk).update(escalated_at=now)
    tell(talk)
    write("conversations.escalate", subject=_subject(talk), actor=SYSTEM, now=now)
    _log.warning("nobody takes up a conversation", conversation=talk.pk, urgency=talk.urgency)


def _silent(since: datetime) -> QuerySet[Conversation]:
    quiet = Conversation.objects.filter(state=State.ASSISTANT, heard_at__lte=since)
    return quiet.filter(Q(asked_at=None) | Q(asked_at__lt=F("heard_at")))


def _ask(talk: Conversation, now: datetime) -> None:
    notice = Say(text="still_there", kind=Kind.NOTICE)
    say(talk, notice, author=Author.SYSTEM, now=now)
    talk.asked_at = now
    talk.save(update_fields=["said", "asked_at"])


def _unanswered(since: datetime) -> QuerySet[Conversation]:
    asked = Conversation.objects.filter(state=State.ASSISTANT, heard_at__lte=since)
    return asked.filter(asked_at__gte=F("heard_at"))


def _end_silent(talk: Conversation, now: datetime) -> None:
    _end(talk, Ending.SILENT, now)


def _without_sign(since: datetime) -> QuerySet[Conversation]:
    sign = Greatest("heard_at", "waits_since", "seen_at")  # that of PostgreSQL passes over null
    waits = Conversation.objects.filter(state=State.WAITING, urgency__gt=0)
    return waits.alias(sign=sign).filter(sign__lte=since)


def _end_abandoned(talk: Conversation, now: datetime) -> None:
    _end(talk, Ending.ABANDONED, now)


def _end(talk: Conversation, ending: Conversation.Ending, now: datetime) -> None:
    desk.let_go(talk, why=None, now=now)
    end(talk, ending, now=now)
    say(talk, Say(text=ending.value, kind=Kind.NOTICE), author=Author.SYSTEM, now=now)
    talk.save()


def _subject(talk: Conversation) -> str:
    return f"conversation:{talk.pk}"
