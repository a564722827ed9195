"""A survey by text, a question at a time: how one is put, and what an answer to it means.

The words in which people answer stand in `answers.csv`.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from heard.core.replies import Words, split
from heard.core.wording import normalise

_FEW = 5  # points that are all named in a text; of more, the two ends are
_LONGEST_FILLER = 4
_NEGATIVE = re.compile(r"\s*[-\N{MINUS SIGN}]\s*\d")
# A number that a sign parts from what comes after it: '8, you were kind'.
_SET_APART = re.compile(r"\s*(\d+|[^\W\d]+)\s*(?:[,;:!?\n]|\.(?!\d)|\s[-\N{EN DASH}]\s)\s*[^\W\d]")


def put(label: str, points: Mapping[int, str], *, optional: bool) -> str:
    """Give a question with how to answer it; `points` are those of its scale, none for words."""
    how = _offer(points) if points else "Reply in your own words"
    return normalise(f"{label} {how}{', or NO to skip' if optional else ''}.")


def read_point(text: str, points: Mapping[int, str]) -> int | None:
    """Give the one point of a scale that a text certainly means, or None.

    Figures, words, '8/10', a label, and what people put around them; a reason may follow. Two
    numbers, a half, a number of something else, or one that is off the scale are no answer.
    """
    if _NEGATIVE.match(text):
        return None
    apart = _SET_APART.match(unicodedata.normalize("NFKC", text))
    words = _without_fillers(split(text))
    found = {
        point
        for said in (words, split(text), split(apart[1]) if apart else ())
        if said and (point := _point(said, points)) is not None
    }
    return found.pop() if len(found) == 1 else None


def is_back(text: str) -> bool:
    """Tell whether a text asks for the question before."""
    return split(text) in _said("back")


def is_nothing(text: str) -> bool:
    """Tell whether a text answers that there is nothing to say."""
    words = split(text)
    return not words or words in _said("nothing")


def _offer(points: Mapping[int, str]) -> str:
    if len(points) <= _FEW:
        return "Reply " + ", ".join(_named(value, points) for value in points)
    first, *_, last = points
    return f"Reply {_named(first, points)} to {_named(last, points)}"


def _named(value: int, points: Mapping[int, str]) -> str:
    """Give '0 (not at all)', or '5' where the label says no more than that."""
    name = _name(value, points)
    return f"{value} ({name})" if name else str(value)


def _name(value: int, points: Mapping[int, str]) -> str:
    return points[value].removeprefix(str(value)).strip(" -\N{EN DASH}")


def _point(words: Words, points: Mapping[int, str]) -> int | None:
    for value in points:
        if words in {split(points[value]), split(_name(value, points))}:
            return value
    for name in ("yes", "no"):
        if words in _said(name):
            return next((v for v in points if split(_name(v, points)) == (name,)), None)
    number = _number(words[0])
    rest, top = words[1:], str(max(points))
    certain = not rest or rest in {(top,), ("out", "of", top)} or rest[:1] in _said("because")
    return number if certain and number in points else None


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return next((n for n in range(11) if (word,) in _said(str(n))), None)


def _without_fillers(words: Words) -> Words:
    """Leave out what people say around an answer: before it, and after it."""
    return tuple(reversed(_trimmed(reversed(_trimmed(words, "filler")), "filler", turned=True)))


def _trimmed(words: Iterable[str], means: str, *, turned: bool = False) -> Words:
    left = tuple(words)
    fillers = {phrase[::-1] if turned else phrase for phrase in _said(means)}
    while size := next((n for n in range(_LONGEST_FILLER, 0, -1) if left[:n] in fillers), 0):
        left = left[size:]
    return left


@cache
def _said(means: str) -> frozenset[Words]:
    text = files("heard.core").joinpath("answers.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return frozenset(split(row["phrase"]) for row in rows if row["means"] == means)
