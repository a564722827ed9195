"""Writes the patterns of `signs.csv` as regexes over canonical words.

A pattern is a row of words: a bar parts those of which one stands there, a star is any ending or
up to four letters of beginning, two dots are up to five words between, a dot before a word allows
one word more, and what follows a question mark may be missing, but not at the beginning. A name in
capitals is a set of words, as the rows `set` have it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from re import Pattern

from heard.core.text.canonical import canonical, rows

_GAP, _MAY = "..", "?"


@dataclass(frozen=True, slots=True)
class Shape:
    """A pattern, and words of which one of each set must be there before it is worth a search."""

    pattern: Pattern[str]
    needs: tuple[frozenset[str], ...]

    def stands_in(self, words: str, each: frozenset[str]) -> bool:
        """Tell whether it stands in canonical words; `each` are these as a set."""
        if any(map(each.isdisjoint, self.needs)):
            return False
        return self.pattern.search(words) is not None


def shape(pattern: str) -> Shape:
    """Give what a pattern looks for."""
    return Shape(re.compile(regex(pattern)), needs(pattern))


def regex(pattern: str) -> str:
    """Write a pattern as a regex over canonical words, each with a blank on both sides.

    The blanks around it are not taken, so that what follows may share one.
    """
    first, *others = _parts(pattern)
    written = f"(?:{_either(first)})"
    for part in others:
        if part == _GAP:
            written += r"(?: \S+){0,5}?"
        elif part.startswith(_MAY):
            written += rf"(?: (?:{_either(part[1:])}))?"
        elif part.startswith("."):
            written += rf"(?: \S+)? (?:{_either(part[1:])})"
        else:
            written += rf" (?:{_either(part)})"
    return rf"(?<= ){written}(?= )"


def needs(pattern: str) -> tuple[frozenset[str], ...]:
    """Give the words of each part that is written in whole ones: one of each must be there."""
    plain = (part.lstrip(".") for part in _parts(pattern) if part != _GAP and part[0] != _MAY)
    return tuple(
        frozenset(words)
        for part in plain
        if "*" not in (spread := _spread(part))
        if all(words := [canonical(word).strip() for word in spread.split("|") if word])
        if not any(" " in word for word in words)
    )


def _parts(pattern: str) -> list[str]:
    parts = pattern.split()
    while parts and parts[-1] in {_GAP, "*"}:
        parts.pop()
    return parts


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
