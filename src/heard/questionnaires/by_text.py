"""Puts the questions of a form as texts, a question each, and reads what comes back."""

from collections.abc import Iterator
from datetime import datetime

from heard.core.questionnaire.filled import Filled, Step
from heard.core.questionnaire.form import Form, Kind, Question
from heard.core.questionnaire.values import points
from heard.core.timing import LONDON
from heard.core.turns import put, read
from heard.questionnaires.scales import scales

LANGUAGE = "en"


def begin(form: Form, *, now: datetime) -> Filled:
    """Give the form as it is before anything was said."""
    return Filled(form, {}, now=now.astimezone(LONDON), language=form.language(LANGUAGE))


def opening(form: Form, *, now: datetime) -> str:
    """Give the first question with how to answer it."""
    filled = begin(form, now=now)
    return next((text(filled, step) for step in asked(filled)), "")


def asked(filled: Filled) -> tuple[Step, ...]:
    """Give the steps that are a turn each: no note is, nor a choice of nothing."""
    return tuple(
        step
        for step in filled.steps
        if step.question
        and step.question.kind is not Kind.NOTE
        and (step.question.choices is None or filled.choices(step))
    )


def text(filled: Filled, step: Step, *, notes: bool = True) -> str:
    """Give a question with how to answer it, after the notes that stand before it."""
    told = " ".join(notes_before(filled, step)) if notes else ""
    return f"{told} {put.put(as_put(filled, step))}".strip()


def closing(filled: Filled) -> str:
    """Give the notes after the last question, which no question follows."""
    return " ".join(notes_before(filled, None))


def answer(filled: Filled, step: Step, said: str, *, at: datetime) -> str | None:
    """Give the answer that a text means, as `responses` takes it; None for what cannot be read."""
    return read.read(as_put(filled, step), said, at=at.astimezone(LONDON))


def notes_before(filled: Filled, step: Step | None) -> tuple[str, ...]:
    """Give the notes between a question and the one before it; None stands for the end."""
    end = filled.steps.index(step) if step else len(filled.steps)
    found: list[str] = []
    for each in reversed(filled.steps[:end]):
        if each.question is None or each.question.kind is not Kind.NOTE:
            break
        found.insert(0, put.sentence(filled.words(each.question.label, each.key)))
    return tuple(found)


def as_put(filled: Filled, step: Step, *, whole: bool = False) -> put.Put:
    """Give a question as a text puts it, `whole` with all choices that may ever be offered.

    A choice has its number whatever else is offered, so that no later answer gives it another.
    """
    if step.question is None:
        raise ValueError("Whether a group is asked again is no question of a text.")
    question, offered = step.question, {value for value, _ in filled.choices(step)}
    kind = kind_of(question)
    numbered = {
        number: (value, label)
        for number, value, label in _numbered(filled, question, kind)
        if whole or value in offered or kind is Kind.RANGE
    }
    return put.Put(
        kind=kind,
        label=filled.words(question.label, step.key),
        optional=not filled.is_required(step),
        points={number: label for number, (_, label) in numbered.items()},
        values={number: value for number, (value, _) in numbered.items()},
        span=_span(question) if kind is Kind.RANGE and not numbered else ("", "", ""),
    )


def kind_of(question: Question) -> Kind:
    """Give the kind of a question; a choice of one with the points of a scale is SCALE."""
    scale = scales().get(question.rules.attributes.get("scale", ""))
    return Kind.SCALE if scale and not scale.longest else question.kind


def _numbered(filled: Filled, question: Question, kind: Kind) -> Iterator[tuple[int, str, str]]:
    """Give what may be answered: its number, what is kept of it, and what it is called."""
    if kind is Kind.RANGE:
        offered = points(question)
        if all(value.isdecimal() for value in offered):
            yield from ((int(value), value, "") for value in offered)
        return
    for place, (value, label) in enumerate(filled.listed(question), start=1):
        if kind is Kind.SCALE:
            yield int(value), value, label.removeprefix(value).strip(" -\N{EN DASH}")
        else:
            yield place, value, label


def _span(question: Question) -> tuple[str, str, str]:
    low, high, step = question.span or (0.0, 0.0, 0.0)
    return f"{low:g}", f"{high:g}", f"{step:g}"
