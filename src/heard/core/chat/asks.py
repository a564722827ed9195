"""Tells whether somebody asks for a person, in the languages of the product."""

from collections.abc import Sequence

from heard.core.chat.triggers import PHRASES, Phrase, is_asked


def wants_person(text: str, phrases: Sequence[Phrase] = PHRASES) -> bool:
    """Tell whether a message asks to be put through to a person."""
    return is_asked(text, phrases)
