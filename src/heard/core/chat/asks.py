"""Tells whether somebody asks for a person, in the languages of the product."""

from heard.core.chat.triggers import PHRASES, asking, plain
from heard.core.text.triage import standing


def wants_person(text: str) -> bool:
    """Tell whether a message asks to be put through to a person."""
    return any(True for _ in standing(plain(text), asking(PHRASES)))
