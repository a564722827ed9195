"""Reads a message of the live chat: danger, the wish for a person, and its topic."""

from collections.abc import Sequence
from dataclasses import dataclass

from heard.core.chat.asks import wants_person
from heard.core.chat.intents import Understander, Understood
from heard.core.chat.triggers import EMERGENCY, PHRASES, Phrase, Trigger, look
from heard.core.text.sentences import ModelBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message says; `trigger` is the worst of it, whichever way it was found.

    `is_blind`: the sentence model is broken, so the lists alone were asked; tell whoever runs it.
    """

    trigger: Trigger | None
    asks_for_person: bool
    understood: Understood | None
    is_blind: bool = False


def read(text: str, understander: Understander, phrases: Sequence[Phrase] = PHRASES) -> Reading:
    """Read a message. Where the lists find what cannot wait, nothing else is asked of it."""
    listed, asks = look(text, phrases), wants_person(text, phrases)
    if listed is not None and listed.level == EMERGENCY:
        return Reading(trigger=listed, asks_for_person=asks, understood=None)
    try:
        understood = understander.understand(text)
    except ModelBroken:
        return Reading(trigger=listed, asks_for_person=asks, understood=None, is_blind=True)
    meant = None if understood is None else understood.danger
    found = [one for one in (listed, meant) if one is not None]
    worst = min(found, key=lambda one: one.level, default=None)
    return Reading(trigger=worst, asks_for_person=asks, understood=understood)
