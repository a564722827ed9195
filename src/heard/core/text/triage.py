"""Finds what cannot wait in what somebody wrote, or belongs to another desk.

Danger first: a word too many costs a look, one missed may cost a life. A negation takes nothing
back. The phrases stand in `trigger_phrases.csv`, the patterns in `signs.csv`, which says what they
mean in its own words: a star is any ending or beginning, two dots are up to five words.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from re import Pattern
from zlib import crc32

from heard.core.text._canonical import canonical, compact, rows


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
class _Sign:
    danger: Danger
    pattern: Pattern[str]
    compact: str = ""


def triage(text: str) -> tuple[Danger, ...]:
    """Give every sign in a text, the worst level and family first."""
    words = _harmless().sub(" _ ", canonical(text))
    bare = compact(words)
    found = [
        sign.danger
        for sign in _signs()
        if sign.pattern.search(words) or (sign.compact and _stands(sign.compact, words, bare))
    ]
    return tuple(sorted(found, key=lambda danger: (danger.level, _ORDER[danger.family])))


def _stands(phrase: str, words: str, bare: str) -> bool:
    """Tell whether a phrase stands there with other blanks, from where a word begins to an end."""
    if phrase not in bare:
        return False
    letters = r" ?".join(map(re.escape, phrase))
    return re.search(rf" {letters} ", re.sub(r"(\w) ?\1", r"\1", words)) is not None


@cache
def _signs() -> tuple[_Sign, ...]:
    return (*_triggers(), *_patterns())


def _triggers() -> Iterator[_Sign]:
    text = files("heard.core").joinpath("trigger_phrases.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        phrase = canonical(row["phrase"])
        whole = row["match"] == "whole_message"
        small = compact(phrase)
        yield _Sign(
            danger=Danger(
                trigger_id=row["trigger_id"],
                category=row["category"],
                level=row["level"],
                family=_OF_TRIGGERS.get(row["category"], Family.OTHER),
            ),
            pattern=re.compile(rf"\A{re.escape(phrase)}\Z" if whole else re.escape(phrase)),
            compact=small if len(small) >= _SHORTEST_COMPACT and not whole else "",
        )


def _patterns() -> Iterator[_Sign]:
    for row in rows():
        if row["family"] not in set(Family):
            continue
        family = Family(row["family"])
        yield _Sign(
            danger=Danger(
                trigger_id=f"SGN-{family.upper()}-{crc32(row['pattern'].encode()):08x}",
                category=CATEGORIES[family],
                level=row["level"],
                family=family,
            ),
            pattern=re.compile(_regex(row["pattern"])),
        )


@cache
def _harmless() -> Pattern[str]:
    """Give what takes a sign back: 'dying to meet you', 'the battery died'."""
    each = (_regex(row["pattern"]) for row in rows() if row["family"] == "harmless")
    return re.compile("|".join(each))


def _regex(pattern: str) -> str:
    """Write a pattern as a regex over canonical words, each with a blank on both sides.

    Words before and after share their blank, hence the look-ahead at the end.
    """
    parts = pattern.split()
    while parts and parts[-1] in {"..", "*"}:
        parts.pop()
    written = ""
    for part in parts:
        if part == "..":
            written += r"(?:\S+ ){0,5}?"
        elif part.startswith("."):
            written += rf"(?:\S+ )?(?:{_either(part[1:])}) "
        else:
            written += rf"(?:{_either(part)}) "
    return rf"(?<= ){written.rstrip()}(?= )"


def _either(part: str) -> str:
    return "|".join(filter(None, map(_word, _spread(part).split("|"))))


def _spread(part: str) -> str:
    """Put the words of a set in the place of its name."""
    return "|".join(_sets().get(word, word) for word in part.split("|"))


@cache
def _sets() -> Mapping[str, str]:
    pairs = (row["pattern"].split("=", 1) for row in rows() if row["family"] == "set")
    return {name: words for name, words in pairs}  # noqa: C416


def _word(word: str) -> str:
    bare = canonical(word.strip("*")).strip()
    if not bare:
        return ""
    begins = r"\S{0,4}" if word.startswith("*") else ""
    ends = r"\S*" if word.endswith("*") else ""
    return f"{begins}{re.escape(bare).replace(chr(92) + ' ', ' ')}{ends}"
