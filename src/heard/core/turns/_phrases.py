"""The words in which people answer by text, from `answers.csv`."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from heard.core.text.words import Words, split

_LONGEST_FILLER = 4
_MOST_FIGURES = 9
_NAMED = range(11)  # the numbers that are understood in words


@cache
def said(means: str) -> frozenset[Words]:
    """Give every phrase that means this."""
    text = files("heard.core.turns").joinpath("answers.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return frozenset(split(row["phrase"]) for row in rows if row["means"] == means)


def number(word: str) -> int | None:
    """Read a whole number in figures, or in words up to ten."""
    if word.isdecimal():
        return int(word) if len(word) <= _MOST_FIGURES else None
    return next((n for n in _NAMED if (word,) in said(str(n))), None)


def bare(words: Words, *, of: str = "filler") -> Words:
    """Leave out what people say around an answer: before it, and after it."""
    return tuple(reversed(_trimmed(reversed(_trimmed(words, of)), of, turned=True)))


def _trimmed(words: Iterable[str], means: str, *, turned: bool = False) -> Words:
    left = tuple(words)
    fillers = {phrase[::-1] if turned else phrase for phrase in said(means)}
    while size := next((n for n in range(_LONGEST_FILLER, 0, -1) if left[:n] in fillers), 0):
        left = left[size:]
    return left
