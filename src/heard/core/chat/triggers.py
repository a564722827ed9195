"""Finds what cannot wait in a message of the live chat; every message is looked at, first of all.

Recall before precision: a false alarm costs minutes, a miss may cost a life. Phrases stand in
`core/trigger_phrases.csv` and `phrases.csv`, and a force adds its own; patterns in
`core/text/signs.csv` and `signs.csv`, which also has what is harmless in a chat. A negation lowers
what cannot wait a minute (L0) to what goes to a person at once (L1), and takes nothing back.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from re import Pattern
from zlib import crc32

from heard.core.text.canonical import canonical
from heard.core.text.grammar import regex, shape
from heard.core.text.triage import Danger, Family, Sign, Signs, harmless, patterns, phrase
from heard.core.text.words import ALIKE

REQUEST = "request for a person"
EMERGENCY, URGENT, SOON = "L0", "L1", "L2"
# The families of `core/text/signs.csv` that matter here, by the categories of the phrases; a crime
# that is told of, a complaint and praise are topics.
CATEGORIES: Mapping[Family, str] = {
    Family.LIFE: "immediate danger",
    Family.SELF: "suicide and self-harm",
    Family.DOMESTIC: "domestic abuse",
    Family.CHILD: "child at risk",
    Family.HATE: "hate crime",
}
_PANEL = "show 999 panel"
# What may stand between a negation and what it denies: not (going to) kill.
_BETWEEN = (
    "a|an|any|am|is|are|be|been|being|feel|feeling|going|to|want|wanting|got|have|in|my|the|mam|ma"
)
_NOT = "not|no|never|without|nobody|noone|nie|nu|ddim|dim|nid|لا|لم|ليس|لست"
_DENIED = re.compile(rf"(?<= )(?:{_NOT}) (?:(?:{_BETWEEN}) )*\S+(?= )")
_INSIDE = re.compile(r"(?<=\w)[*#_.\-~|+](?=\w)")  # r*pe, kn-ife, su.icide
_STARRED = re.compile(r"(?<=\w)\*(?=\w)")
_SAYS_NO = re.compile(rf"(?<![^\s|])(?:{_NOT}|cannot|can't|won't|don't|hasn't)(?![^\s|])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A trigger phrase as data: `match` is phrase, word or whole_message."""

    trigger_id: str
    phrase: str
    match: str
    category: str
    level: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The worst that a message says; `negated` if all of that kind was denied in it.

    `level` is L0 (999 panel, a person at once, ahead of the queue), L1 (a person at once) or L2 (a
    person when one is free). `action` says all that is to be done, parted by semicolons.
    """

    level: str
    id: str
    category: str
    action: str
    negated: bool = False

    @property
    def is_emergency(self) -> bool:
        return self.level == EMERGENCY

    @property
    def needs_exit(self) -> bool:
        """Tell whether the page must offer to leave it at once."""
        return "exit-this-page" in self.action


def _phrases() -> Iterator[Phrase]:
    for room, name in (("heard.core", "trigger_phrases.csv"), ("heard.core.chat", "phrases.csv")):
        text = files(room).joinpath(name).read_text("utf-8")
        for row in csv.DictReader(text.splitlines()):
            yield Phrase(
                trigger_id=row["trigger_id"],
                phrase=row["phrase"],
                match=row["match"],
                category=row["category"],
                level=row["level"],
                action=row["action"],
            )


PHRASES: tuple[Phrase, ...] = tuple(_phrases())


@dataclass(frozen=True, slots=True)
class _Wanted:
    """All signs that are looked for, and what each asks to be done, by its id."""

    signs: Signs
    actions: Mapping[str, str]


def look(text: str, phrases: Sequence[Phrase] = PHRASES) -> Trigger | None:
    """Give the worst that a message says, or None if it can wait for its topic."""
    wanted, readings = _wanted(tuple(phrases)), _readings(text)
    every = (sign for words in readings for sign in wanted.signs.standing(words))
    found = sorted(every, key=lambda sign: sign.danger.level)
    if not found:
        return None
    level = found[0].danger.level
    if level != EMERGENCY:
        return _trigger(found, wanted, level)
    left = {
        sign.danger.trigger_id
        for words in readings
        for sign in wanted.signs.standing(_DENIED.sub("_", words))
    }
    sure = [
        sign
        for sign in found
        if sign.danger.level == level
        and (sign.danger.trigger_id in left or _SAYS_NO.search(sign.pattern))
    ]
    if sure:
        return _trigger([*sure, *found], wanted, level)
    return _trigger(found, wanted, URGENT, negated=True)


def of_category(name: str, category: str, level: str) -> Trigger:
    """Give a trigger that no list found, with what its category asks to be done."""
    steps = [step for step in _by_category()[category].split("; ") if step != _PANEL]
    action = "; ".join([_PANEL, *steps] if level == EMERGENCY else steps)
    return Trigger(level=level, id=name, category=category, action=action)


def _readings(text: str) -> list[str]:
    """Give the words of a message, and again without the signs that stand inside of words.

    A star inside of a word may be any vowel.
    """
    starred = [text.replace("*", vowel) for vowel in "aeiou"] if _STARRED.search(text) else []
    each = (text, _INSIDE.sub("", text), *starred)
    return [plain(one) for one in dict.fromkeys(each)]


def plain(text: str) -> str:
    """Give the words of a message as they are compared, without what is harmless."""
    for picture, words in _pictures().items():
        text = text.replace(picture, f" {words} ")
    words = canonical(text.casefold().translate(ALIKE))
    return _harmless().sub("_", harmless().sub("_", words))


def is_asked(text: str, phrases: Sequence[Phrase]) -> bool:
    """Tell whether a message asks for a person."""
    return bool(_asking(tuple(phrases)).standing(plain(text)))


@cache
def _by_category() -> Mapping[str, str]:
    return {one.category: one.action for one in reversed(PHRASES)}


@lru_cache(maxsize=64)
def _asking(phrases: tuple[Phrase, ...]) -> Signs:
    every = (*map(_of_phrase, phrases), *_own())
    return Signs(sign for sign in every if sign.danger.category == REQUEST)


@lru_cache(maxsize=64)
def _wanted(phrases: tuple[Phrase, ...]) -> _Wanted:
    """Compile, once a list of phrases."""
    signs = (*map(_of_phrase, phrases), *_shared(), *_own())
    asked = {one.trigger_id: one.action for one in phrases}
    usual = _by_category()
    actions = {
        told.trigger_id: asked.get(told.trigger_id) or usual[told.category]
        for told in (sign.danger for sign in signs)
    }
    return _Wanted(Signs(signs), actions)


def _of_phrase(one: Phrase) -> Sign:
    told = Danger(trigger_id=one.trigger_id, category=one.category, level=one.level)
    return phrase(told, one.phrase, is_whole=one.match == "whole_message")


def _shared() -> Iterator[Sign]:
    """Give the signs of `core/text/signs.csv` that matter here."""
    dropped = {row["pattern"] for row in _rows("drop")}
    for sign in patterns():
        if sign.danger.family in CATEGORIES and sign.pattern not in dropped:
            category = CATEGORIES[sign.danger.family]
            yield replace(sign, danger=replace(sign.danger, category=category))


def _own() -> Iterator[Sign]:
    """Give the signs of `signs.csv`."""
    for row in _rows("sign"):
        number = f"CHT-{crc32(row['pattern'].encode()):08x}"
        told = Danger(trigger_id=number, category=row["category"], level=row["level"])
        yield Sign(danger=told, pattern=row["pattern"], shape=shape(row["pattern"]))


def _trigger(
    found: Sequence[Sign], wanted: _Wanted, level: str, *, negated: bool = False
) -> Trigger:
    """Sum up what was found, the worst first; all that any of it asks for is done."""
    told = found[0].danger
    danger = [sign for sign in found if sign.danger.level <= URGENT] or found
    steps = [step for sign in danger for step in wanted.actions[sign.danger.trigger_id].split("; ")]
    each = [step for step in dict.fromkeys(steps) if step != _PANEL]
    return Trigger(
        level=level,
        id=told.trigger_id,
        category=told.category,
        action="; ".join([_PANEL, *each] if level == EMERGENCY else each),
        negated=negated,
    )


@cache
def _pictures() -> Mapping[str, str]:
    """Give what pictures say: a knife is `knife`."""
    pairs = (row["pattern"].split("=", 1) for row in _rows("picture"))
    return {picture: words for picture, words in pairs}  # noqa: C416


@cache
def _harmless() -> Pattern[str]:
    return re.compile("|".join(regex(row["pattern"]) for row in _rows("harmless")))


def _rows(kind: str) -> Sequence[Mapping[str, str]]:
    text = files("heard.core.chat").joinpath("signs.csv").read_text("utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["kind"] == kind]
