"""What a text that came back means: no more of these, help, a wrong number, danger, or an answer.

The words stand in `replies.csv`, those of danger where
`text/triage.py` reads them. A wish to be left alone is heard before
it is doubted: being wrong towards silence costs one answer, the other way breaks the law.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import OSA

from heard.core.text.triage import Danger, Family, triage
from heard.core.text.words import Words, split

ENGLISH = "en"
_SIMILAR = 4  # letters from which on a word may be misspelt once, and so be found anyway
_LONG = 9  # letters from which on it may be misspelt twice
_SHORT = 3  # words that nobody tells a story in
_NEAR = 2  # words before a wish in which a negation turns it round


class Kind(StrEnum):
    STOP = "stop"
    WRONG_NUMBER = "wrong-number"
    HELP = "help"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a text means. `language` is that of the words that decided it.

    `may_stop` is true where a stopping word was found and did not count as a wish; `says_nothing`
    where there are courtesies only. `signs` are all that triage found; `dangers` those of them that
    let nothing else be asked: thanks do not.
    """

    kind: Kind
    language: str = ENGLISH
    may_stop: bool = False
    says_nothing: bool = False
    signs: tuple[Danger, ...] = ()

    @property
    def dangers(self) -> tuple[Danger, ...]:
        return tuple(sign for sign in self.signs if sign.family is not Family.PRAISE)


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
    found = triage(text)
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
            return Reply(kind=kind, language=phrase.language, signs=found)
    return Reply(
        kind=Kind.OTHER,
        may_stop=any(_places(words, p.words) for p in _phrases("stop")),
        says_nothing=not _without(words, _phrases("courtesy")),
        signs=found,
    )


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


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("heard.core").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())
