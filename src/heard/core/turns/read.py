"""Reads what a text certainly means as an answer to the question that was put; never a guess."""

from collections.abc import Callable, Mapping
from datetime import datetime

from heard.core.questionnaire.form import Kind
from heard.core.questionnaire.values import ACKNOWLEDGED, LONGEST
from heard.core.replies import Kind as Reply
from heard.core.replies import read_reply
from heard.core.text.words import split
from heard.core.turns import _points
from heard.core.turns._numbers import read_day, read_number
from heard.core.turns._phrases import bare, number, said
from heard.core.turns.put import Put

_Reader = Callable[[Put, str, datetime], str | None]

_COUNTED = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.RANGE})  # where 'none' may mean 0


def read(question: Put, text: str, *, at: datetime) -> str | None:
    """Give what a text means, as ODK writes the answer; '' for nothing to say, None for no answer.

    `at` is when it was written, in the time of the place. Own words longer than an answer may be
    are cut: nobody can be asked to write a text again.
    """
    found = _READERS[question.kind](question, text, at)
    nothing = question.optional and is_nothing(text, counted=question.kind in _COUNTED)
    if nothing and (found is None or question.kind is Kind.TEXT):
        return ""
    return found


def is_back(text: str) -> bool:
    """Tell whether a text asks for the question before."""
    return split(text) in said("back")


def is_nothing(text: str, *, counted: bool = False) -> bool:
    """Tell whether a text answers that there is nothing to say; `counted`: nor that there is 0."""
    words = split(text)
    return not words or words in said("nothing") - (said("amount") if counted else frozenset())


def doubtful(question: Put) -> str | None:
    """Give the label of the first choice that a text could mean otherwise, None if there is none.

    It reads like another one, has the number of another one, or asks us to stop, to help or to
    go back.
    """
    labels = {value: split(label) for value, label in question.points.items()}
    for value, words in labels.items():
        alike = list(labels.values()).count(words) > 1
        others = {found for word in words if (found := number(word)) != value} & labels.keys()
        label = question.points[value]
        means_more = read_reply(label, in_own_words=False).kind is not Reply.OTHER or is_back(label)
        if not words or alike or others or means_more:
            return label
    return None


def _point(question: Put, text: str, _at: datetime) -> str | None:
    if not question.points:
        return _number(question, text, _at)
    found = _points.read_point(text, question.points)
    return None if found is None else question.values[found]


def _choice(question: Put, text: str, _at: datetime) -> str | None:
    found = _points.read_choice(text, question.points)
    return None if found is None else question.values[found]


def _choices(question: Put, text: str, _at: datetime) -> str | None:
    found = _points.read_choices(text, question.points)
    return " ".join(question.values[value] for value in found) if found else None


def _words(_question: Put, text: str, _at: datetime) -> str | None:
    return text.strip()[:LONGEST].strip() or None


def _number(question: Put, text: str, _at: datetime) -> str | None:
    return read_number(text, whole=question.kind is Kind.INTEGER, label=question.label)


def _date(_question: Put, text: str, at: datetime) -> str | None:
    found = read_day(text, at=at)
    return None if found is None else found.isoformat()


def _acknowledged(_question: Put, text: str, _at: datetime) -> str | None:
    return ACKNOWLEDGED if bare(split(text)) in said("yes") | said("agreed") else None


_READERS: Mapping[Kind, _Reader] = {
    Kind.SCALE: _point,
    Kind.RANGE: _point,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.TEXT: _words,
    Kind.INTEGER: _number,
    Kind.DECIMAL: _number,
    Kind.DATE: _date,
    Kind.ACKNOWLEDGE: _acknowledged,
}
CARRIED = frozenset(_READERS)
