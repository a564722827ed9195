"""Instead of waiting: a call back on a number that is safe, or a form.

The citizen's page shows the forms and calls `ask` and `go_on_to_form`; it offers them where
`waits.is_long`. The desk's page lists `waiting` and calls `tried` and `done`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.accounts.models import User
from heard.conversations.converse import Author, Kind, Say, end, locked, say
from heard.conversations.desk import note_act
from heard.conversations.models import CallBack, Conversation
from heard.core.addresses import PhoneKind, read_phone
from heard.core.chat.topics import TOPICS

State, Ending = Conversation.State, Conversation.Ending
CALLED = frozenset((PhoneKind.UK_MOBILE, PhoneKind.LANDLINE))
LONGEST = 500  # characters of when it is safe, and of whom to ask for
# What came of a call back: a code, and its words.
RESULTS: Mapping[str, str] = {
    "reached": "They were reached",
    "wrong": "The number is not theirs",
    "not_safe": "It was not safe to talk",
    "given_up": "Nobody took the call",
}


class NotAsked(Exception):
    """A call back cannot be arranged; the message says why, for the citizen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Where a citizen wants to be called, when that is safe, and who may take the call."""

    number: str
    safe_times: str
    ask_for: str


@transaction.atomic
def ask(number: int, wanted: Wanted, *, now: datetime) -> CallBack:
    """Note whom to call back, and end the conversation. NotAsked.

    Who may be in danger is not taken out of the queue: an adviser has to look at it.
    """
    talk = locked(number)
    phone = read_phone(wanted.number)
    if talk.state != State.WAITING:
        raise NotAsked("You are not waiting for an adviser.")
    if talk.urgency == 0:
        raise NotAsked("Call 999 if you are in danger. You stay first in the queue.")
    if phone.kind not in CALLED:
        raise NotAsked("Enter a mobile or landline number, like 07700 900 982.")
    if not wanted.safe_times.strip():
        raise NotAsked("Say when it is safe to call you.")
    if max(len(wanted.safe_times), len(wanted.ask_for)) > LONGEST:
        raise NotAsked(f"Write at most {LONGEST} characters.")
    _end(talk, Ending.CALL_BACK, now=now)
    return CallBack.objects.create(
        conversation=talk,
        number=phone.e164,
        safe_times=wanted.safe_times.strip(),
        ask_for=wanted.ask_for.strip(),
        asked_at=now,
    )


@transaction.atomic
def go_on_to_form(number: int, *, now: datetime) -> None:
    """End a conversation that waits, since the citizen goes on to a form. NotAsked."""
    talk = locked(number)
    if talk.state != State.WAITING or talk.urgency == 0:
        raise NotAsked("Stay here: an adviser looks at it.")
    _end(talk, Ending.FORM, now=now)


def form_of(talk: Conversation) -> tuple[str, str] | None:
    """Give where the topic of a conversation goes, and how to reach that; None without one."""
    topic = TOPICS.get(talk.topic)
    return (topic.destination, topic.contact) if topic else None


def waiting() -> QuerySet[CallBack]:
    """Give whom to call back: the gravest first, then who asked first."""
    open_ = CallBack.objects.filter(done_at=None).select_related("conversation")
    return open_.order_by("conversation__urgency", "asked_at", "pk")


@transaction.atomic
def tried(number: int, *, by: User, now: datetime) -> None:
    """Note a call that nobody took. CallBack.DoesNotExist."""
    one = _locked(number)
    one.tries, one.tried_at = one.tries + 1, now
    one.save(update_fields=["tries", "tried_at"])
    note_act("conversations.try_call", one.conversation, by=by, now=now)


@transaction.atomic
def done(number: int, result: str, *, by: User, now: datetime) -> None:
    """Note what came of a call back, and forget number and times. CallBack.DoesNotExist.

    Of two who called at once, the first has done it.
    """
    if result not in RESULTS:
        raise ValueError(result)
    one = _locked(number)
    one.number = one.safe_times = one.ask_for = ""
    one.done_at, one.done_by, one.result = now, by, result
    one.save()
    note_act("conversations.call_back", one.conversation, by=by, now=now, reason=result)


def _locked(number: int) -> CallBack:
    open_ = CallBack.objects.select_for_update(of=("self",)).select_related("conversation")
    return open_.get(pk=number, done_at=None)


def _end(talk: Conversation, ending: Conversation.Ending, *, now: datetime) -> None:
    end(talk, ending, now=now)
    say(talk, Say(text=ending.value, kind=Kind.NOTICE), author=Author.SYSTEM, now=now)
    talk.save()
