"""What stands on a poster, and the rules that its words keep before anything is printed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

MOST_LANGUAGES = 9
MOST_SENTENCES = 2
# How many characters each item may have; a sentence or a heading is counted by itself.
LONGEST = {"force": 60, "place": 60, "address": 120, "heading": 80, "sentence": 160}
MOST_MARKS = 4  # on one letter; more would run into the lines above and below

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?"
    r"([/?#][A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?"
)
# Controls, halves of characters, private and unassigned ones, and what only directs text. Of the
# latter some languages need those that join or part letters, and marks of direction harm nobody.
_REFUSED = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
_NEEDED = frozenset("\u200c\u200d\u200e\u200f")


class PosterError(ValueError):
    """A poster that cannot be made; `item` is what is wrong, `rule` what it breaks."""

    def __init__(self, item: str, rule: str) -> None:
        super().__init__(f"{item}: {rule}")
        self.item = item
        self.rule = rule


class Paper(StrEnum):
    """The papers that there are, upright."""

    A4 = "A4"
    A5 = "A5"


class Direction(StrEnum):
    """Which way a language is written."""

    LEFT_TO_RIGHT = "ltr"
    RIGHT_TO_LEFT = "rtl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The words in one language; its code is that of ISO 639, in two or three letters."""

    code: str
    direction: Direction
    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Everything on a poster; the first language is the largest.

    What is made for a trial, and hung up nowhere, may lead to a site without https.
    """

    paper: Paper
    force: str
    place: str
    code: str
    address: str
    languages: tuple[Language, ...]
    trial: bool = False


def texts(poster: Poster) -> Iterator[tuple[str, str]]:
    """Give every text that people wrote, after the name of its item."""
    yield "force", poster.force
    yield "place", poster.place
    yield "address", poster.address
    for language in poster.languages:
        yield f"heading ({language.code})", language.heading
        for count, sentence in enumerate(language.sentences, 1):
            yield f"sentence {count} ({language.code})", sentence


def check(poster: Poster) -> None:
    """Raise PosterError for the first item that breaks a rule."""
    if not _CODE.fullmatch(poster.code):
        raise PosterError("code", "one to 16 of A to Z, 0 to 9 and -, and no - at its beginning")
    _check_languages(poster.languages)
    for item, text in texts(poster):
        _check_text(item, text)
    secure = poster.trial or poster.address.startswith("https:")
    if not (secure and _ADDRESS.fullmatch(poster.address)):
        raise PosterError("address", "https, a host, and what may stand in an address after it")


def _check_languages(languages: tuple[Language, ...]) -> None:
    codes = [language.code for language in languages]
    if not 1 <= len(codes) <= MOST_LANGUAGES:
        raise PosterError("languages", f"from one to {MOST_LANGUAGES}")
    if len(set(codes)) < len(codes):
        raise PosterError("languages", "each only once")
    for language in languages:
        if not _LANGUAGE.fullmatch(language.code):
            raise PosterError("language", "its code is two or three small letters, as in ISO 639")
        if not 1 <= len(language.sentences) <= MOST_SENTENCES:
            raise PosterError(f"sentences ({language.code})", f"from one to {MOST_SENTENCES}")


def _check_text(item: str, text: str) -> None:
    longest = LONGEST[item.split(" ", maxsplit=1)[0]]
    if not text.strip():
        raise PosterError(item, "may not be empty")
    if len(text) > longest:
        raise PosterError(item, f"longer than {longest} characters")
    for character in text:
        if unicodedata.category(character) in _REFUSED and character not in _NEEDED:
            raise PosterError(item, f"U+{ord(character):04X} is a control and cannot be printed")
    marks = (len(list(run)) for mark, run in groupby(text, key=_is_mark) if mark)
    if max(marks, default=0) > MOST_MARKS:
        raise PosterError(item, f"more than {MOST_MARKS} marks on one letter")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")
