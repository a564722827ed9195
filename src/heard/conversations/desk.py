"""The queue and what advisers do: take up, answer, pass on, close."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from heard.accounts.models import User
from heard.conversations.converse import Author, Kind, NotSaid, Say, end, locked, say, tell
from heard.conversations.models import Adviser, Conversation, Message, Stint

State, Ending = Conversation.State, Conversation.Ending


class NotTaken(Exception):
    """A conversation cannot be taken, or is somebody else's; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What an adviser says of a conversation as they close it: its topic, and what came of it."""

    topic: str
    outcome: str


def queue() -> QuerySet[Conversation]:
    """Give who waits, in the order in which they are taken up: the gravest, then the longest."""
    return Conversation.objects.filter(state=State.WAITING).order_by("urgency", "waits_since", "pk")


def place(talk: Conversation) -> int:
    """Give how many will be taken up before this one, and it: 1 is next."""
    ahead = Q(urgency__lt=talk.urgency) | Q(urgency=talk.urgency, waits_since__lt=talk.waits_since)
    return queue().filter(ahead).count() + 1


def next_for(adviser: Adviser) -> Conversation | None:
    """Find the first in the queue whose needs this adviser has, but for danger: anybody's."""
    fits = Q(urgency=0) | Q(skills__contained_by=[*adviser.skills])
    return queue().filter(fits).first()


@transaction.atomic
def take(number: int, *, by: User, now: datetime) -> Conversation:
    """Take a waiting conversation up. NotTaken where it waits no more, or by who has too many."""
    adviser = Adviser.objects.select_for_update().filter(user=by, is_there=True).first()
    if adviser is None:
        raise NotTaken("Say first that you are at the desk.")
    talk = locked(number)
    if talk.state != State.WAITING:
        raise NotTaken("It does not wait any more: a colleague took it, or the citizen left.")
    has = Conversation.objects.filter(adviser=by, state=State.ADVISER).count()
    if has >= adviser.most and talk.urgency > 0:
        raise NotTaken(f"You have {has} conversations: close one first.")
    assert talk.waits_since is not None  # noqa: S101 - a constraint of the table
    Stint.objects.create(conversation=talk, adviser=by, waited_since=talk.waits_since, taken_at=now)
    talk.state, talk.adviser, talk.waits_since = State.ADVISER, by, None
    talk.taken_at = talk.taken_at or now
    notice = Say(text="taken", kind=Kind.NOTICE)
    say(talk, notice, author=Author.SYSTEM, now=now, adviser=by)
    talk.save()
    return talk


@transaction.atomic
def answer(number: int, text: str, *, key: UUID, by: User, now: datetime) -> Message:
    """Say something to the citizen, once by its key. NotTaken, NotSaid."""
    talk = mine(number, by)
    before = Message.objects.filter(conversation=talk, key=key).first()
    if before is not None:
        return before
    if not text.strip():
        raise NotSaid("Write a message first.")
    talk.answered_at = talk.answered_at or now
    made = say(talk, Say(text=text.strip()), author=Author.ADVISER, now=now, key=key, adviser=by)
    talk.save()
    return made


@transaction.atomic
def transfer(number: int, *, why: str, skills: list[str], by: User, now: datetime) -> None:
    """Give it back to the queue, ahead of who came later, for somebody with these skills."""
    talk = mine(number, by)
    _let_go(talk, why=why, now=now)
    talk.state, talk.adviser, talk.waits_since = State.WAITING, None, now
    talk.skills, talk.urgency = skills, min(talk.urgency, 1)
    say(talk, Say(text="transferred", kind=Kind.NOTICE), author=Author.SYSTEM, now=now, adviser=by)
    talk.save()


@transaction.atomic
def close(number: int, closed: Closed, *, by: User, now: datetime) -> None:
    """Close it with its topic and what came of it. NotTaken."""
    talk = mine(number, by)
    _let_go(talk, why="", now=now)
    talk.topic, talk.outcome = closed.topic, closed.outcome
    say(talk, Say(text="closed", kind=Kind.NOTICE), author=Author.SYSTEM, now=now, adviser=by)
    end(talk, Ending.CLOSED, now=now)
    talk.save()


@transaction.atomic
def leave(number: int, *, now: datetime) -> None:
    """Let the citizen go: out of the queue it is abandoned, which is not closed."""
    talk = locked(number)
    endings = {
        State.ASSISTANT: Ending.ANSWERED,
        State.WAITING: Ending.ABANDONED,
        State.ADVISER: Ending.LEFT,
    }
    if talk.state == State.ENDED:
        return
    ending = endings[State(talk.state)]
    _let_go(talk, why="", now=now)
    end(talk, ending, now=now)
    say(talk, Say(text="left", kind=Kind.NOTICE), author=Author.SYSTEM, now=now)
    talk.save()


def mine(number: int, by: User) -> Conversation:
    """Take an adviser's own conversation for this transaction. NotTaken."""
    talk = locked(number)
    if talk.state != State.ADVISER or talk.adviser_id != by.pk:
        raise NotTaken("This conversation is not with you.")
    return talk


def _let_go(talk: Conversation, *, why: str, now: datetime) -> None:
    Stint.objects.filter(conversation=talk, let_go_at=None).update(let_go_at=now, why=why)
    tell(talk)


def load(adviser: Adviser) -> int:
    """Give how many more conversations they can take."""
    held = Conversation.objects.filter(adviser_id=adviser.pk, state=State.ADVISER).count()
    return max(adviser.most - held, 0)
