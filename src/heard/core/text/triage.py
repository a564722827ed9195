"""Finds what cannot wait in what somebody wrote, or belongs to another desk.

Danger first: a word too many costs a look, one missed may cost a life. A negation takes nothing
back. The phrases stand in `trigger_phrases.csv`, the patterns in `signs.csv`, which says what they
mean in its own words: a star is any ending or beginning, two dots are up to five words.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from re import Pattern
from zlib import crc32

from heard.core.text.canonical import canonical, compact, rows
from heard.core.text.grammar import Shape, regex, shape


class Family(StrEnum):
    """What words may be about, the worst first: each has its desk."""

    LIFE = "life"
    SELF = "self"
    DOMESTIC = "da"
    CHILD = "child"
    HATE = "hate"
    CRIME = "crime"
    OTHER = "other"
    COMPLAINT = "complaint"
    PRAISE = "praise"


CATEGORIES: Mapping[Family, str] = {
    Family.LIFE: "threat to life",
    Family.SELF: "suicide and self-harm",
    Family.DOMESTIC: "domestic abuse",
    Family.CHILD: "child at risk",
    Family.HATE: "hate crime",
    Family.CRIME: "a crime that is told of",
    Family.COMPLAINT: "complaint about the police",
    Family.PRAISE: "praise for somebody",
}
# The categories of the trigger phrases; all others are of no family of their own.
_OF_TRIGGERS: Mapping[str, Family] = {
    "immediate danger": Family.LIFE,
    "silent or coded plea": Family.LIFE,
    "may be a cry for help": Family.LIFE,
    "weapon": Family.LIFE,
    "kidnap and threats": Family.LIFE,
    "terrorism": Family.LIFE,
    "collision with harm": Family.LIFE,
    "suicide and self-harm": Family.SELF,
    "mental health crisis": Family.SELF,
    "domestic abuse": Family.DOMESTIC,
    "honour-based abuse and forced marriage": Family.DOMESTIC,
    "child at risk": Family.CHILD,
    "hate crime": Family.HATE,
    "sexual offence": Family.CRIME,
    "stalking and harassment": Family.CRIME,
    "modern slavery": Family.CRIME,
    "complaint or distress about police": Family.COMPLAINT,
}
_ORDER = {family: n for n, family in enumerate(Family)}
_SHORTEST_COMPACT = 6  # letters of a phrase that may be written without its blanks


@dataclass(frozen=True, slots=True, kw_only=True)
class Danger:
    """A phrase that was found: its id, what it may be about, its level (L0 is the worst)."""

    trigger_id: str
    category: str
    level: str
    family: Family = Family.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """What is looked for, and what it tells; `compact` is a phrase that may lack its blanks.

    `pattern` is how `signs.csv` has it, or the phrase.
    """

    danger: Danger
    pattern: str
    shape: Shape
    compact: str = ""


def triage(text: str) -> tuple[Danger, ...]:
    """Give every sign in a text, the worst level and family first."""
    words = harmless().sub(" _ ", canonical(text))
    found = [sign.danger for sign in _signs().standing(words)]
    return tuple(sorted(found, key=lambda danger: (danger.level, _ORDER[danger.family])))


class Signs:
    """Signs, ready to be looked for: only those of which a message has the words are tried."""

    def __init__(self, signs: Iterable[Sign]) -> None:
        """Sort them by the rarest words that each needs."""
        self._signs = tuple(signs)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._always = []
        for n, sign in enumerate(self._signs):
            needed = min(sign.shape.needs, key=len, default=None)
            if needed is None:
                self._always.append(n)
            for word in needed or ():
                self._by_word[word].append(n)
        self._compact = [(sign.compact, n) for n, sign in enumerate(self._signs) if sign.compact]

    def standing(self, words: str) -> list[Sign]:
        """Give those that stand in canonical words, in the order in which they were given."""
        each, bare = frozenset(words.split()), compact(words)
        tried = {n for word in each if word in self._by_word for n in self._by_word[word]}
        tried.update(self._always)
        found = {n for n in tried if self._signs[n].shape.stands_in(words, each)}
        found.update(n for small, n in self._compact if _stands(small, words, bare))
        return [self._signs[n] for n in sorted(found)]


def _stands(phrase: str, words: str, bare: str) -> bool:
    """Tell whether a phrase stands there with other blanks, from where a word begins to an end."""
    if phrase not in bare:
        return False
    letters = r" ?".join(map(re.escape, phrase))
    return re.search(rf" {letters} ", re.sub(r"(\w) ?\1", r"\1", words)) is not None


@cache
def _signs() -> Signs:
    return Signs((*_triggers(), *patterns()))


def _triggers() -> Iterator[Sign]:
    text = files("heard.core").joinpath("trigger_phrases.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        danger = Danger(
            trigger_id=row["trigger_id"],
            category=row["category"],
            level=row["level"],
            family=_OF_TRIGGERS.get(row["category"], Family.OTHER),
        )
        yield phrase(danger, row["phrase"], is_whole=row["match"] == "whole_message")


def phrase(danger: Danger, words: str, *, is_whole: bool) -> Sign:
    """Give the sign of a phrase, of the whole message or of a part of it."""
    plain = canonical(words)
    small = compact(plain)
    pattern = rf"\A{re.escape(plain)}\Z" if is_whole else re.escape(plain)
    may_lack = len(small) >= _SHORTEST_COMPACT and not is_whole
    found = Shape(re.compile(pattern), (*(frozenset([word]) for word in plain.split()),))
    return Sign(danger=danger, pattern=words, shape=found, compact=small if may_lack else "")


@cache
def patterns() -> tuple[Sign, ...]:
    """Give the signs of `signs.csv`."""
    return tuple(
        Sign(
            danger=Danger(
                trigger_id=f"SGN-{row['family'].upper()}-{crc32(row['pattern'].encode()):08x}",
                category=CATEGORIES[Family(row["family"])],
                level=row["level"],
                family=Family(row["family"]),
            ),
            pattern=row["pattern"],
            shape=shape(row["pattern"]),
        )
        for row in rows()
        if row["family"] in set(Family)
    )


@cache
def harmless() -> Pattern[str]:
    """Give what takes a sign back: 'dying to meet you', 'the battery died'."""
    each = (regex(row["pattern"]) for row in rows() if row["family"] == "harmless")
    return re.compile("|".join(each))
