"""Reads a message of the live chat: danger, the wish for a person, and its topic."""

from collections.abc import Sequence
from dataclasses import dataclass

from heard.core.chat.asks import wants_person
from heard.core.chat.intents import Understander, Understood
from heard.core.chat.triggers import EMERGENCY, PHRASES, Phrase, Trigger, look


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a message says; `trigger` is the worst of it, whichever way it was found."""

    trigger: Trigger | None
    asks_for_person: bool
    understood: Understood | None


def read(text: str, understander: Understander, phrases: Sequence[Phrase] = PHRASES) -> Reading:
    """Read a message. Where the lists find the worst, nothing else is asked of it; ModelBroken."""
    listed = look(text, phrases)
    if listed is not None and listed.level == EMERGENCY:
        return Reading(trigger=listed, asks_for_person=False, understood=None)
    understood = understander.understand(text)
    found = [one for one in (listed, understood and understood.danger) if one is not None]
    return Reading(
        trigger=min(found, key=lambda one: one.level, default=None),
        asks_for_person=wants_person(text),
        understood=understood,
    )
