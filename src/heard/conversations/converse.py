"""What is said in a conversation, and what becomes of it: every message once, danger first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import structlog
from django.db import connection, transaction

from heard.accounts.models import User
from heard.conversations.models import Conversation, Message
from heard.core.chat import triggers
from heard.core.chat.answers import beside
from heard.core.chat.says import says
from heard.core.chat.triggers import Trigger

CHANNEL = "heard_chat"  # on which pages hear of a conversation: its number
LONGEST, LONGEST_OF_DANGER = 2_000, 20_000  # characters of one message
MOST = 500  # messages of one conversation; of danger, any
FAST = 20  # messages that a citizen may send in a minute; of danger, any
BEGUN = 60  # conversations from one network in an hour: a hospital or a school stays below
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Topics of which others in the house must not learn: domestic violence disclosure, domestic abuse,
# sexual offences, stalking. Of others the trigger phrases say it.
PRIVATE = frozenset(("CT-35", "CT-37", "CT-38", "CT-39"))

State = Conversation.State
Author: TypeAlias = Message.Author
Kind: TypeAlias = Message.Kind
Level: TypeAlias = Conversation.Level
URGENCY = {Level.NOW: 0, Level.SOON: 1, Level.FREE: 2, Level.NONE: 2}

_log = structlog.get_logger(__name__)


class NotSaid(Exception):
    """A message cannot be taken; the message says why."""


class TooLong(NotSaid):
    """A message has more characters than one may have."""


class TooFast(NotSaid):
    """A citizen writes faster than anybody could read."""


class TooMany(Exception):
    """So many were begun from one network within the hour that it is a machine's doing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Something to be said next, and what a citizen may choose from to answer it."""

    text: str
    kind: Kind = Kind.WORDS
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the assistant says to a message, and whether it hands over or ends.

    `level` is with which the conversation goes to the queue; None leaves it with the assistant.
    """

    says: Sequence[Say] = field(default_factory=tuple)
    level: Level | None = None
    ending: Conversation.Ending | None = None


# Given a locked conversation and what was said in it, which it may change but for its state.
Assistant = Callable[[Conversation, str, datetime], Turn]


def found(token_hash: bytes) -> Conversation | None:
    """Find the conversation of a browser."""
    return Conversation.objects.filter(token_hash=token_hash).first()


@transaction.atomic
def begin(
    token_hash: bytes,
    *,
    language: str,
    opening: Sequence[Say],
    with_bot: bool,
    now: datetime,
    network: str = "",
) -> Conversation:
    """Begin one, with a consent that was given; without the assistant it joins the queue.

    `network` is a print of where it is begun from. TooMany.
    """
    lately = Conversation.objects.filter(network=network, begun_at__gt=now - HOUR)
    if network and lately.count() >= BEGUN:
        raise TooMany
    talk = Conversation.objects.create(
        token_hash=token_hash,
        language=language,
        state=State.ASSISTANT if with_bot else State.WAITING,
        network=network,
        met_bot=with_bot,
        waits_since=None if with_bot else now,
        consented_at=now,
        begun_at=now,
        heard_at=now,
    )
    for one in opening:
        say(talk, one, author=Author.ASSISTANT if with_bot else Author.SYSTEM, now=now)
    _keep(talk)
    return talk


@transaction.atomic
def hear(number: int, text: str, *, key: UUID, assistant: Assistant, now: datetime) -> Message:
    """Take a citizen's message, once by its key, and do what it asks for: triggers first of all.

    NotSaid for a message that is empty, too long or one of too many, or a conversation that has
    ended; danger is never one of too many. Somebody who waits is looked at for danger by the
    assistant, too; whoever has an adviser is read by a person.
    """
    talk = locked(number)
    before = Message.objects.filter(conversation=talk, key=key).first()
    if before is not None:
        return before
    words = text.replace("\x00", "").strip()
    met = triggers.look(words[:LONGEST_OF_DANGER])
    _require_fit(talk, words, is_danger=met is not None)
    if met is None:
        _slow_down(talk, now=now)
    message = say(talk, Say(text=words), author=Author.CITIZEN, now=now, key=key)
    talk.heard_at = now
    if met is not None:
        meet(talk, met, now=now)
    elif talk.state in {State.ASSISTANT, State.WAITING}:
        _ask(assistant, talk, words, now=now)
    talk.quick_exit = talk.quick_exit or talk.topic in PRIVATE
    _keep(talk)
    return message


def meet(talk: Conversation, met: Trigger, *, now: datetime) -> None:
    """Do what a trigger asks for, whoever has the conversation: it may only become graver."""
    level = Level(met.level)
    is_graver = talk.level == Level.NONE or level < talk.level
    if is_graver:
        talk.level, talk.trigger, talk.category = level, met.id, met.category
        talk.urgency = min(talk.urgency, URGENCY[level])
    talk.quick_exit = talk.quick_exit or met.needs_exit
    if level == Level.NOW and is_graver:
        say(talk, Say(text="", kind=Kind.DANGER), author=Author.SYSTEM, now=now)
    if named := beside(met.category) if is_graver else "":
        words = says("helplines", talk.language, named=named)
        say(talk, Say(text=words), author=Author.SYSTEM, now=now)
    if talk.state == State.ASSISTANT:
        if level != Level.NOW:
            words = says("handing", talk.language)
            say(talk, Say(text=words), author=Author.ASSISTANT, now=now)
        hand_over(talk, level, now=now)


def hand_over(talk: Conversation, level: Level, *, now: datetime) -> None:
    """Let a conversation wait for an adviser, with all that was said and gathered."""
    talk.state, talk.waits_since = State.WAITING, now
    talk.urgency = min(talk.urgency, URGENCY[level])
    talk.flow = ""


def _ask(assistant: Assistant, talk: Conversation, words: str, *, now: datetime) -> None:
    """Let the assistant answer; where it fails a person does, and the message is not lost.

    Of somebody who waits it only looks for danger.
    """
    before = {name: value for name, value in vars(talk).items() if not name.startswith("_")}
    waits = talk.state == State.WAITING
    try:
        with transaction.atomic():
            turn = assistant(talk, words, now)
            if not waits:
                _follow(talk, turn, now=now)
    except Exception as fault:  # noqa: BLE001 - without its message: it could quote what was said
        vars(talk).update(before)
        _log.error("the assistant failed", conversation=talk.pk, fault=type(fault).__name__)
        if not waits:
            hand_over(talk, Level.FREE, now=now)


def _follow(talk: Conversation, turn: Turn, *, now: datetime) -> None:
    for one in turn.says:
        say(talk, one, author=Author.ASSISTANT, now=now)
    if turn.level is not None:
        hand_over(talk, turn.level, now=now)
    elif turn.ending is not None:
        end(talk, turn.ending, now=now)


def end(talk: Conversation, ending: Conversation.Ending, *, now: datetime) -> None:
    """End it; whoever had it has it no more, and who that was is kept."""
    talk.state, talk.ending, talk.ended_at = State.ENDED, ending, now
    talk.waits_since = None


def say(
    talk: Conversation,
    one: Say,
    *,
    author: Author,
    now: datetime,
    key: UUID | None = None,
    adviser: User | None = None,
) -> Message:
    """Add a message to a conversation that is locked, and tell the pages that follow it."""
    talk.said += 1
    made = Message.objects.create(
        conversation=talk,
        position=talk.said,
        key=key,
        author=author,
        adviser=adviser,
        kind=one.kind,
        text=one.text,
        options=[*one.options],
        said_at=now,
    )
    tell(talk)
    return made


def tell(talk: Conversation) -> None:
    """Tell the open pages, when this transaction is done, that a conversation has changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(talk.pk)])


def locked(number: int) -> Conversation:
    """Take a conversation for this transaction. Conversation.DoesNotExist."""
    return Conversation.objects.select_for_update(of=("self",)).get(pk=number)


def _keep(talk: Conversation) -> None:
    talk.save()
    tell(talk)


def _require_fit(talk: Conversation, words: str, *, is_danger: bool) -> None:
    longest = LONGEST_OF_DANGER if is_danger else LONGEST
    if talk.state == State.ENDED:
        raise NotSaid("This conversation has ended.")
    if not words:
        raise NotSaid("Write a message first.")
    if len(words) > longest:
        raise TooLong(f"A message has at most {LONGEST:,} characters: send it in parts.")
    if talk.said >= MOST and not is_danger:
        raise NotSaid("This conversation has become too long: begin another one.")


def _slow_down(talk: Conversation, *, now: datetime) -> None:
    lately = Message.objects.filter(
        conversation=talk, author=Author.CITIZEN, said_at__gt=now - MINUTE
    )
    if lately.count() >= FAST:
        raise TooFast("Wait a moment: many messages came at once.")


def note_open(number: int, *, now: datetime) -> None:
    """Note that a citizen's page is open."""
    Conversation.objects.filter(pk=number).exclude(state=State.ENDED).update(seen_at=now)


def forget_networks(*, now: datetime) -> int:
    """Forget where conversations were begun from, a day after; say of how many."""
    old = Conversation.objects.exclude(network="").filter(begun_at__lte=now - DAY)
    return old.update(network="")
