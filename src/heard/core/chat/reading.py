"""Reads a message of the live chat: danger, the wish for a person, and its topic."""

from collections.abc import Sequence
from dataclasses import dataclass

from heard.core.chat.asks import wants_person
from heard.core.chat.intents import Understander, Understood
from heard.core.chat.triggers import EMERGENCY, PHRASES, URGENT, Phrase, Trigger, look, of_category
from heard.core.text.canonical import canonical
from heard.core.text.sentences import ModelBroken, share_known

FEWEST_WORDS, FEWEST_KNOWN = 3, 0.5  # a shorter message may be a name, a better known one a street
UNREAD = "UNREAD"


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
    """Read a message. Where the lists find what cannot wait, nothing else is asked of it.

    What is in another language than English and of no topic whose key words are known goes to a
    person at once: meaning is not looked for in it, and a danger may be told there.
    """
    listed, asks = look(text, phrases), wants_person(text, phrases)
    if listed is not None and listed.level == EMERGENCY:
        return Reading(trigger=listed, asks_for_person=asks, understood=None)
    try:
        understood = understander.understand(text)
        is_unread = understood is None and listed is None and not asks and is_foreign(text)
    except ModelBroken:
        return Reading(trigger=listed, asks_for_person=asks, understood=None, is_blind=True)
    meant = None if understood is None else understood.danger
    unread = of_category(UNREAD, "may be a cry for help", URGENT) if is_unread else None
    found = [one for one in (listed, meant, unread) if one is not None]
    worst = min(found, key=lambda one: one.level, default=None)
    return Reading(trigger=worst, asks_for_person=asks, understood=understood)


def is_foreign(text: str) -> bool:
    """Tell a message of some words that are hardly English; ModelBroken."""
    return len(canonical(text).split()) >= FEWEST_WORDS and share_known(text) < FEWEST_KNOWN
