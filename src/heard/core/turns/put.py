"""Puts a question as a text: what is asked, and how to answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from heard.core.questionnaire.form import Kind
from heard.core.text.words import split
from heard.core.turns._phrases import said
from heard.core.wording import normalise

_HOW = {
    Kind.TEXT: "Reply in your own words",
    Kind.INTEGER: "Reply with a whole number",
    Kind.DECIMAL: "Reply with a number, e.g. 2.5",
    Kind.DATE: "Reply with the date, e.g. 27/3/2020",
    Kind.ACKNOWLEDGE: "Reply YES",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """A question as a text puts it, and as what comes back is read.

    `points` are what may be answered under which number, and what it is called: the points of a
    scale, the choices by their place from 1, or the numbers of a range, which are called nothing
    else. `values` are what is kept of each.
    """

    kind: Kind
    label: str
    optional: bool = False
    points: Mapping[int, str] = field(default_factory=dict)
    values: Mapping[int, str] = field(default_factory=dict)
    span: tuple[str, str, str] = ("", "", "")  # a range without points: from, to, step


def put(question: Put) -> str:
    """Give the question with how to answer it."""
    skip = ", or PASS to skip" if _no_is_an_answer(question) else ", or NO to skip"
    return f"{sentence(question.label)} {_how(question)}{skip if question.optional else ''}."


def sentence(words: str) -> str:
    """Give words as they stand before others in a text: plain, and with a stop at their end."""
    plain = normalise(" ".join(words.split()))
    return f"{plain}." if plain and (plain[-1].isalnum() or plain[-1] in ")'\"") else plain


def _no_is_an_answer(question: Put) -> bool:
    return any(split(name) in said("nothing") for name in question.points.values() if name)


def _how(question: Put) -> str:
    if question.kind in _HOW:
        return _HOW[question.kind]
    if question.kind is Kind.RANGE and not question.points:
        low, high, step = question.span
        return f"Reply with a number from {low} to {high} in steps of {step}"
    points = normalise(", ".join(map(_named, question.points, question.points.values())))
    if question.kind is Kind.CHOICES:
        last = min(3, len(question.points))
        return f"Reply with all numbers that apply, e.g. 1 {last}: {points}"
    # Of a row of bare numbers the ends are enough.
    return f"Reply {points if all(question.points.values()) else _ends(question.points)}"


def _ends(points: Mapping[int, str]) -> str:
    first, *_, last = points
    return normalise(f"{_named(first, points[first])} to {_named(last, points[last])}")


def _named(value: int, name: str) -> str:
    """Give '0 (not at all)', or '5' where there is no more to say of it."""
    return f"{value} ({name})" if name else str(value)
