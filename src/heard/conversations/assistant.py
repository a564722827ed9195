"""The assistant."""

from collections.abc import Sequence
from datetime import datetime

from heard.conversations.converse import Level, Say, Turn
from heard.conversations.models import Conversation


def opening(language: str) -> Sequence[Say]:  # noqa: ARG001
    """Give what it begins with."""
    return [Say(text="I am an automated assistant, and put you through to a person.")]


def answer(talk: Conversation, words: str, now: datetime) -> Turn:  # noqa: ARG001
    """Give what it says to a message: the `Assistant` of `converse.hear`."""
    return Turn(says=[Say(text="I put you through to a person.")], level=Level.FREE)
