"""The queue and what advisers do: take up, answer, pass on, close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.conversations.converse import LONGEST, Author, Kind, NotSaid, Say, end, locked, say, tell
from heard.conversations.models import Adviser, Conversation, Message, Note, Stint
from heard.journal.write import write

State, Ending = Conversation.State, Conversation.Ending

# What came of a conversation that an adviser closed: a code, and its words.
OUTCOMES: Mapping[str, str] = {
    "answered": "Their question was answered",
    "reported": "A report was made",
    "referred": "They were sent to another service",
    "call_back": "A call back was arranged",
    "emergency": "Passed to the 999 control room",
    "no_reply": "They did not reply any more",
    "abusive": "Ended since it was abusive",
    "mistaken": "A test, or begun by mistake",
}
LONGEST_NOTE = 2_000  # characters, of a note and of why a conversation is passed on


class NotTaken(Exception):
    """A conversation cannot be taken, or is somebody else's; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What an adviser says of a conversation as they close it: its topic, and what came of it."""

    topic: str
    outcome: str

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(self.outcome)


def queue() -> QuerySet[Conversation]:
    """Give who waits, in the order in which they are taken up: the gravest, then the longest."""
    return Conversation.objects.filter(state=State.WAITING).order_by("urgency", "waits_since", "pk")


def place(talk: Conversation) -> int:
    """Give how many will be taken up before this one, and it: 1 is next."""
    ahead = Q(urgency__lt=talk.urgency) | Q(urgency=talk.urgency, waits_since__lt=talk.waits_since)
    return queue().filter(ahead).count() + 1


def next_for(adviser: Adviser) -> Conversation | None:
    """Find the first in the queue whose needs this adviser has, but for danger: anybody's."""
    return _fitting(adviser).first()


@transaction.atomic
def take(number: int, *, by: User, now: datetime) -> Conversation:
    """Take a waiting conversation up. NotTaken where it waits no more, or by who has too many."""
    return _take(_at_desk(by), locked(number), now=now)


@transaction.atomic
def take_next(*, by: User, now: datetime) -> Conversation | None:
    """Take the next one up that fits and that no colleague takes just now. NotTaken."""
    adviser = _at_desk(by)
    free = _fitting(adviser).select_for_update(skip_locked=True, of=("self",))
    found = free.first()
    return None if found is None else _take(adviser, found, now=now)


def _fitting(adviser: Adviser) -> QuerySet[Conversation]:
    fits = Q(urgency=0) | Q(skills__contained_by=[*adviser.skills])
    return queue().filter(fits)


def _at_desk(by: User) -> Adviser:
    adviser = Adviser.objects.select_for_update().filter(user=by, is_there=True).first()
    if adviser is None:
        raise NotTaken("Say first that you are at the desk.")
    return adviser


def _take(adviser: Adviser, talk: Conversation, *, now: datetime) -> Conversation:
    if talk.state != State.WAITING:
        raise NotTaken("It does not wait any more: a colleague took it, or the citizen left.")
    has = Conversation.objects.filter(adviser=adviser.pk, state=State.ADVISER).count()
    if has >= adviser.most and talk.urgency > 0:
        raise NotTaken(f"You have {has} conversations: close one first.")
    give(talk, to=adviser.user, now=now)
    note_act("conversations.take", talk, by=adviser.user, now=now)
    return talk


def give(talk: Conversation, *, to: User, now: datetime) -> None:
    """Give a locked conversation to an adviser, whoever has it or whether it waits."""
    let_go(talk, why=None, now=now)
    since = talk.waits_since or now
    Adviser.objects.get_or_create(user=to, defaults={"seen_at": now})  # so that it is seen to go
    Stint.objects.create(conversation=talk, adviser=to, waited_since=since, taken_at=now)
    talk.state, talk.adviser, talk.waits_since = State.ADVISER, to, None
    talk.taken_at, talk.escalated_at = talk.taken_at or now, None
    say(talk, Say(text="taken", kind=Kind.NOTICE), author=Author.SYSTEM, now=now, adviser=to)
    talk.save()


@transaction.atomic
def answer(number: int, text: str, *, key: UUID, by: User, now: datetime) -> Message:
    """Say something to the citizen, once by its key. NotTaken, NotSaid."""
    talk = mine(number, by)
    before = Message.objects.filter(conversation=talk, key=key).first()
    if before is not None:
        return before
    if not text.strip():
        raise NotSaid("Write a message first.")
    if len(text) > LONGEST:
        raise NotSaid(f"A message has at most {LONGEST:,} characters: send it in parts.")
    talk.answered_at = talk.answered_at or now
    made = say(talk, Say(text=text.strip()), author=Author.ADVISER, now=now, key=key, adviser=by)
    talk.save()
    return made


@transaction.atomic
def transfer(number: int, *, why: str, skills: list[str], by: User, now: datetime) -> None:
    """Give it back to the queue, ahead of who came later, for somebody with these skills."""
    talk = mine(number, by)
    talk.skills = skills
    back_to_queue(talk, why=why, now=now)
    note_act("conversations.transfer", talk, by=by, now=now)


def back_to_queue(talk: Conversation, *, why: str, now: datetime) -> None:
    """Let a locked conversation wait again, ahead of all that are in no danger."""
    has = talk.adviser
    let_go(talk, why=why, now=now)
    talk.state, talk.adviser, talk.waits_since = State.WAITING, None, now
    talk.urgency = min(talk.urgency, 1)
    say(talk, Say(text="transferred", kind=Kind.NOTICE), author=Author.SYSTEM, now=now, adviser=has)
    talk.save()


@transaction.atomic
def close(number: int, closed: Closed, *, by: User, now: datetime) -> None:
    """Close it with its topic and what came of it. NotTaken."""
    talk = mine(number, by)
    let_go(talk, why=None, now=now)
    talk.topic, talk.outcome = closed.topic, closed.outcome
    say(talk, Say(text="closed", kind=Kind.NOTICE), author=Author.SYSTEM, now=now, adviser=by)
    end(talk, Ending.CLOSED, now=now)
    talk.save()
    note_act("conversations.close", talk, by=by, now=now, reason=closed.outcome)


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
    let_go(talk, why=None, now=now)
    end(talk, ending, now=now)
    say(talk, Say(text="left", kind=Kind.NOTICE), author=Author.SYSTEM, now=now)
    talk.save()


def mine(number: int, by: User) -> Conversation:
    """Take an adviser's own conversation for this transaction. NotTaken."""
    talk = locked(number)
    if talk.state != State.ADVISER or talk.adviser_id != by.pk:
        raise NotTaken("This conversation is not with you.")
    return talk


def note_act(act: str, talk: Conversation, *, by: User, now: datetime, reason: str = "") -> None:
    """Enter in the journal what was done with a conversation, and never what was said in it."""
    subject = f"conversation:{talk.pk}"
    write(act, subject=subject, actor=actor(by), now=now, reason=reason)


def let_go(talk: Conversation, *, why: str | None, now: datetime) -> None:
    """End the time that somebody had a locked conversation, if anybody has it."""
    Stint.objects.filter(conversation=talk, let_go_at=None).update(let_go_at=now, why=why)
    tell(talk)


@transaction.atomic
def note(number: int, text: str, *, by: User, now: datetime) -> None:
    """Keep a note for colleagues, which the citizen never sees. NotTaken, NotSaid."""
    talk = mine(number, by)
    words = text.strip()
    if not words or len(words) > LONGEST_NOTE:
        raise NotSaid(f"Write a note of at most {LONGEST_NOTE:,} characters.")
    Note.objects.create(conversation=talk, author=by, text=words, written_at=now)
    tell(talk)


def load(adviser: Adviser) -> int:
    """Give how many more conversations they can take."""
    held = Conversation.objects.filter(adviser_id=adviser.pk, state=State.ADVISER).count()
    return max(adviser.most - held, 0)
