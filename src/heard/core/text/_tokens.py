"""Cuts a text into words, each with its place and what stands around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from heard.core.text._lexicon import bare

Span = tuple[int, int]
# Letters and what is written above, below or beside them; names such as O'Brien and Al-Hassan.
_LETTER = r"(?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff])"
_TOKEN = re.compile(rf"{_LETTER}{{1,40}}(?:['\u2019\-]{_LETTER}{{1,40}}){{0,3}}")
_NUMBERED = re.compile(r" [A-Z]?\d{2,6} ")  # PC 4521 Smith
_LEAST_LETTERS, _SHOUTED = 10, 0.7
_ACRONYM = 4  # letters at most


@dataclass(frozen=True, slots=True)
class Token:
    """A word, as it stands and bare.

    `close`: a space at most parts it from the one before. `starts`: it begins a sentence, so that
    its capital says nothing.
    """

    text: str
    bare: str
    span: Span
    close: bool
    starts: bool

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_acronym(self) -> bool:
        return self.text.isupper() and len(self.text) <= _ACRONYM

    @property
    def has_case(self) -> bool:
        return self.text.lower() != self.text.upper()


def tokens(text: str) -> Sequence[Token]:
    """Give the words of a text in their order."""
    shouted = _is_shouted(text)
    found: list[Token] = []
    last = 0
    for match in _TOKEN.finditer(text):
        between = text[last : match.start()]
        starts = not found or any(c in between for c in ".!?\n\u0964")
        word = re.sub(r"['\u2019]s$", "", match.group(), flags=re.IGNORECASE)
        span = (match.start(), match.start() + len(word))
        shown = word.lower() if shouted else word
        close = between in {"", " ", ". ", "."} or _NUMBERED.fullmatch(between) is not None
        found.append(Token(shown, bare(word), span, close and bool(found), starts))
        last = match.end()
    return found


def _is_shouted(text: str) -> bool:
    """Tell a text in capitals, of which they say nothing."""
    letters = [c for c in text if c.isalpha() and c.lower() != c.upper()]
    capitals = sum(map(str.isupper, letters))
    return len(letters) >= _LEAST_LETTERS and capitals > _SHOUTED * len(letters)
