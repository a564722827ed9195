"""Conversations for tests, and people at the desk."""

import json
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from heard.accounts.models import User
from heard.conversations import converse
from heard.conversations.converse import Say, Turn
from heard.conversations.models import Adviser, Conversation, Message
from tests.web.staff.people import a_person

NOW = datetime(2020, 10, 12, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
_numbers = count()


def talk(*, with_bot: bool = True, now: datetime = NOW) -> Conversation:
    token = next(_numbers).to_bytes(32)
    return converse.begin(token, language="en", opening=[], with_bot=with_bot, now=now)


def echo(_talk: Conversation, words: str, _now: datetime) -> Turn:
    """Stand for the assistant: it says what was said."""
    return Turn(says=[Say(text=f"You said {words}")])


def hear(of: Conversation, words: str, *, now: datetime = NOW) -> Message:
    return converse.hear(of.pk, words, key=uuid4(), assistant=echo, now=now)


def at_desk(
    email: str = "adviser@example.org", *, most: int = 3, skills: tuple[str, ...] = ()
) -> User:
    user = a_person(email, role=User.Role.CONTACT_HANDLER, password=None)
    Adviser.objects.create(user=user, is_there=True, most=most, skills=[*skills], seen_at=NOW)
    return user


def said(of: Conversation) -> list[tuple[str, str]]:
    found = Message.objects.filter(conversation=of).order_by("position")
    return [(one.author, one.text or one.kind) for one in found]


def as_kept(*pairs: tuple[str, str]) -> str:
    """Give questions and answers as a conversation keeps them."""
    return json.dumps(
        [{"key": asked, "value": told, "question": asked, "answer": told} for asked, told in pairs]
    )
