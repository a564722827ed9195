"""Reads which point of a scale, or which choices, a text certainly means."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from heard.core.text.words import Words, split
from heard.core.turns._phrases import bare, number, said

_NEGATIVE = re.compile(r"\s*[-\N{MINUS SIGN}\N{EN DASH}]\s*\d")
# A number that a sign parts from what comes after it: '8, you were kind'. Not '7, or 8'.
_SET_APART = re.compile(
    r"\s*(\d+|[^\W\d]+)\s*(?:[,;:!?\n]|\.(?!\d)|\s[-\N{EN DASH}]\s)\s*(?!or\b)[^\W\d]",
    re.IGNORECASE,
)
# Two numbers of which a reader may make one, or more than two: 1-3, 1/3, 1.3, 1:3.
_RUN_TOGETHER = re.compile(r"\d\s*[-\N{MINUS SIGN}\N{EN DASH}/.:\N{FRACTION SLASH}]\s*\d")
_LISTED = (r"[,;&+\n]", r"[,;&+\n]|\band\b")


def read_point(text: str, points: Mapping[int, str]) -> int | None:
    """Give the one point of a scale that a text certainly means, or None.

    Figures, words, '8/10', a label, and what people put around them; a reason may follow. Two
    numbers, a half, a number of something else, or one that is off the scale are no answer.
    """
    if _NEGATIVE.match(text):
        return None
    words = bare(split(text))
    readings = (words, split(text), _apart(text))
    found = {
        point for reading in readings if reading and (point := _point(reading, points)) is not None
    }
    return found.pop() if len(found) == 1 else None


def read_choice(text: str, points: Mapping[int, str]) -> int | None:
    """Give the one choice that a text certainly means, by its number or its label, or None.

    A text that names two, by number, by label or by one of each, is no answer.
    """
    if _NEGATIVE.match(text) or _RUN_TOGETHER.search(_plain(text)):
        return None
    words = bare(split(text))
    for whole in (words, split(text)):
        if (point := _by_label(whole, points)) is not None:
            return point
    named = set(_mentioned(split(text), points))
    if len(named) != 1:
        return None
    (point,) = named
    label = split(points[point])
    certain = any(
        number(reading[0]) == point
        and (reading[1:] in {(), label} or reading[1:2] in said("because"))
        for reading in (words, _apart(text))
        if reading
    )
    return point if certain else None


def read_choices(text: str, points: Mapping[int, str]) -> tuple[int, ...] | None:
    """Give all choices that a text certainly means, by numbers or labels, or None."""
    plain = _plain(text)
    if _NEGATIVE.match(text) or _RUN_TOGETHER.search(plain):
        return None
    words = bare(split(text))
    one = _by_label(words, points)
    numbers = [word for word in words if word != "and"]
    readings: tuple[Sequence[int | None], ...] = (
        [one] if one is not None else [],
        [number(word) for word in numbers],
        *([_one(part, points) for part in _parts(pattern, plain)] for pattern in _LISTED),
    )
    found = {chosen for each in readings if (chosen := _all(each, points))}
    return found.pop() if len(found) == 1 else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _apart(text: str) -> Words:
    found = _SET_APART.match(unicodedata.normalize("NFKC", text))
    return split(found[1]) if found else ()


def _point(words: Words, points: Mapping[int, str]) -> int | None:
    for value in points:
        if points[value] and words in {split(points[value]), split(f"{value} {points[value]}")}:
            return value
    if (answer := _yes_or_no(words, points)) or words in said("yes") | said("no"):
        return answer
    found = number(words[0])
    rest, top = words[1:], str(max(points))
    certain = not rest or rest in {(top,), ("out", "of", top)} or rest[:1] in said("because")
    return found if certain and found in points else None


def _yes_or_no(words: Words, points: Mapping[int, str]) -> int | None:
    """Give the point that is called yes, or no, where a text says that in any of its ways."""
    for name in ("yes", "no"):
        if words in said(name):
            return next((v for v in points if split(points[v]) == (name,)), None)
    return None


def _by_label(words: Words, points: Mapping[int, str]) -> int | None:
    whole = (value for value in points if split(points[value]) == words)
    return next(whole, _yes_or_no(words, points)) if words else None


def _mentioned(words: Words, points: Mapping[int, str]) -> Iterator[int]:
    """Give each point whose number or label is somewhere in a text."""
    for value in points:
        label = split(points[value])
        size = len(label)
        runs = (words[n : n + size] for n in range(len(words) - size + 1))
        if value in map(number, words) or label in runs:
            yield value


def _parts(pattern: str, plain: str) -> list[Words]:
    parts = [split(part) for part in re.split(pattern, plain)]
    return [bare(part) or part for part in parts if part]


def _one(words: Words, points: Mapping[int, str]) -> int | None:
    """Give the one choice that a part of a list is, by its number or its label."""
    by_label = _by_label(words, points)
    return number(words[0]) if by_label is None and len(words) == 1 else by_label


def _all(found: Sequence[int | None], points: Mapping[int, str]) -> tuple[int, ...]:
    """Give the choices in the order in which they were offered; none if one is no choice."""
    chosen = [value for value in found if value in points]
    is_certain = len(chosen) == len(found) == len(set(chosen))
    return tuple(value for value in points if value in chosen) if is_certain else ()
