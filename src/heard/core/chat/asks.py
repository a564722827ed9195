"""Tells whether somebody asks for a person, in the languages of the product."""

from heard.core.chat.triggers import is_asked


def wants_person(text: str) -> bool:
    """Tell whether a message asks to be put through to a person."""
    return is_asked(text)
