"""What a text that came back means: no more of these, help, a wrong number, danger, or an answer.

The words stand in `replies.csv` and `trigger_phrases.csv`. A wish to be left alone is heard before
it is doubted: being wrong towards silence costs one answer, the other way breaks the law.
"""

import csv
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

ENGLISH = "en"
_SIMILAR = 4  # letters from which on a word may be misspelt once, and so be found anyway
_LONG = 9  # letters from which on it may be misspelt twice
_SURE = 7  # the same for words of danger: shorter ones are too near to others
_SHORT = 3  # words that nobody tells a story in
_NEAR = 2  # words before a wish in which a negation turns it round

# Figures and signs that stand for a letter inside a word; letters that do not fall apart.
_LOOKALIKES = str.maketrans("0134578$@", "oieastbsa")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d"})
_APOSTROPHES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}`\N{ACUTE ACCENT}"
# Accents of Latin, Greek and Cyrillic, vowel signs of Arabic: people leave them out. The signs of
# the scripts of India are letters, and stay.
_MARKS = (*range(0x300, 0x370), *range(0x610, 0x61B), *range(0x64B, 0x656), 0x670, 0xFE0F)

Words = tuple[str, ...]


class Kind(StrEnum):
    STOP = "stop"
    WRONG_NUMBER = "wrong-number"
    HELP = "help"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """A phrase that was found: its id, what it may be about, and its level: L0 is the worst."""

    trigger_id: str
    category: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a text means. `language` is that of the words that decided it.

    `may_stop` is true where a stopping word was found and did not count as a wish; `says_nothing`
    where there are courtesies only.
    """

    kind: Kind
    language: str = ENGLISH
    may_stop: bool = False
    says_nothing: bool = False
    dangers: tuple[Danger, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    words: Words
    language: str


def read_reply(text: str, *, in_own_words: bool) -> Reply:
    """Say what a text means. `in_own_words`: it answers a question that takes any words.

    It is STOP if (1) nothing else is left of it without courtesies and what is to be stopped, even
    misspelt; (2) it holds a request such as 'stop texting'; or (3) it holds the word for stop: in
    own words as the first word only, or where there are three at most. In 2 and 3 a negation just
    before it, or a word such as 'bus stop', takes it back. Of a wrong number they hold alike, but
    never inside of own words. HELP is the whole text.
    """
    words = split(text)
    found = dangers(text)
    is_long = in_own_words and len(words) > _SHORT
    first = 1 if is_long else len(words)
    for kind, phrase in (
        (
            Kind.STOP,
            _alone(words, "request stop whole")
            or _inside(words, "request")
            or _inside(words, "stop", first=first),
        ),
        (
            Kind.WRONG_NUMBER,
            _alone(words, "wrong wrong-whole")
            or (None if in_own_words else _inside(words, "wrong")),
        ),
        (Kind.HELP, _alone(words, "help")),
    ):
        if phrase:
            return Reply(kind=kind, language=phrase.language, dangers=found)
    return Reply(
        kind=Kind.OTHER,
        may_stop=any(_places(words, p.words) for p in _phrases("stop")),
        says_nothing=not _without(words, _phrases("courtesy")),
        dangers=found,
    )


def dangers(text: str) -> tuple[Danger, ...]:
    """Give every phrase of danger in a text, the worst level first."""
    words = split(text)
    found = [
        danger
        for phrase, is_whole, danger in _triggers()
        if (words == phrase if is_whole else _is_in(words, phrase))
    ]
    return tuple(sorted(found, key=lambda danger: danger.level))


def split(text: str) -> Words:
    """Give the words of a text as they are compared: small, bare of accents, no letter doubled.

    Full-width letters, figures for letters inside a word, single letters in a row (s t o p) and
    signs between them are read as meant. A Chinese character and a picture are a word each.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = "".join(_sign(c) for c in plain if ord(c) not in _MARKS and c not in _APOSTROPHES)
    words = [w for word in unicodedata.normalize("NFC", kept).split() if (w := _spelt(word))]
    if len(words) > 1 and all(len(w) == 1 and w.isalpha() and not _is_han(w) for w in words):
        return (_spelt("".join(words)),)
    return tuple(words)


def _sign(character: str) -> str:
    category = unicodedata.category(character)
    if category == "So" or _is_han(character):
        return f" {character} "
    if category in {"Cf", "Me", "Sk"}:
        return ""
    return character if category[0] in "LNM" or character in "$@" else " "


def _is_han(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff"


def _spelt(word: str) -> str:
    """Read figures as letters where letters stand beside them, and double letters as one."""
    if any(map(str.isalpha, word)):
        word = word.translate(_LOOKALIKES)
        return "".join(c for n, c in enumerate(word) if n == 0 or c != word[n - 1])
    return word.strip("$@")


def _alone(words: Words, means: str) -> _Phrase | None:
    """Find the phrase that a text is, with courtesies and objects left out or not."""
    bare = _without(words, _phrases("courtesy"))
    barest = _without(bare, _phrases("object"))
    forms = [form for form in (words, bare, barest) if form]
    exact = {"".join(form) for form in forms}
    for phrase in _phrases(means):
        if "".join(phrase.words) in exact:
            return phrase
    if any(e.words in forms for e in _phrases("except")):
        return None
    for phrase in _phrases(means):
        if any(_is_misspelt("".join(form), "".join(phrase.words)) for form in forms):
            return phrase
    return None


def _inside(words: Words, means: str, *, first: int = sys.maxsize) -> _Phrase | None:
    """Find a phrase that begins within the `first` words, not negated nor part of another."""
    for phrase in _phrases(means):
        places = _places(words, phrase.words)
        if any(_counts(words, place) for place in places if place < first):
            return phrase
    return None


def _counts(words: Words, place: int) -> bool:
    before = words[max(0, place - _NEAR) : place]
    if any(_places(before, negation.words) for negation in _phrases("negation")):
        return False
    return not any(
        start <= place < start + len(other.words)
        for other in _phrases("except")
        for start in _places(words, other.words)
    )


def _is_misspelt(word: str, meant: str) -> bool:
    """Tell whether a word is another one with a letter left out, added, changed or swapped."""
    allowed = (len(meant) >= _SIMILAR) + (len(meant) >= _LONG)
    if not allowed or word[0] != meant[0] or not word.isalpha():
        return False
    return OSA.distance(word, meant, score_cutoff=allowed) <= allowed


def _is_in(words: Words, phrase: Words) -> bool:
    """Tell whether the words of a phrase follow one another, long ones misspelt once at most."""
    return any(
        all(map(_is_near, words[n : n + len(phrase)], phrase))
        for n in range(len(words) - len(phrase) + 1)
    )


def _is_near(word: str, meant: str) -> bool:
    if word == meant:
        return True
    if len(meant) < _SURE or word[0] != meant[0]:
        return False
    return OSA.distance(word, meant, score_cutoff=1) <= 1


def _places(words: Words, phrase: Words) -> list[int]:
    """Give where a phrase begins in a text."""
    size = len(phrase)
    return [n for n in range(len(words) - size + 1) if words[n : n + size] == phrase]


def _without(words: Words, phrases: Sequence[_Phrase]) -> Words:
    """Leave phrases out of a text, the longest that fits first."""
    left, n = [], 0
    while n < len(words):
        fits = (p.words for p in phrases if words[n : n + len(p.words)] == p.words)
        size = max(map(len, fits), default=0)
        left += [] if size else [words[n]]
        n += size or 1
    return tuple(left)


@cache
def _phrases(means: str) -> tuple[_Phrase, ...]:
    """Give the phrases that mean any of these; of two that fit, the first in the file counts."""
    return tuple(
        _Phrase(words=split(row["phrase"]), language=row["language"])
        for row in _rows("replies.csv")
        if row["means"] in means.split()
    )


@cache
def _triggers() -> tuple[tuple[Words, bool, Danger], ...]:
    return tuple(
        (
            split(row["phrase"]),
            row["match"] == "whole_message",
            Danger(trigger_id=row["trigger_id"], category=row["category"], level=row["level"]),
        )
        for row in _rows("trigger_phrases.csv")
    )


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("heard.core").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
