"""Puts a question of a version as a text, and reads the answer as a page's form would."""

from collections.abc import Iterator, Sequence

from heard.core import turns
from heard.core.questionnaire.form import Form, Group
from heard.questionnaires.models import Question, Version
from heard.questionnaires.publish import asked, questions
from heard.questionnaires.scales import scales

CARRIED = frozenset({Question.Kind.SCALE, Question.Kind.TEXT})


def refusals(version: Version) -> tuple[str, ...]:
    """Say what of a version cannot be asked by text, a sentence each; none if all can."""
    return objections(version.number, questions(version), asked(version))


def objections(number: int, those: Sequence[Question], form: Form) -> tuple[str, ...]:
    """Say the same of a form that need not be published: its number, questions and rules."""
    named = f"version {number} of the questionnaire"
    kinds = tuple(
        f"Question {question.question_id} of {named} is of the kind {question.kind}: "
        "a text carries only scales and words"
        for question in those
        if question.kind not in CARRIED
    )
    repeats = tuple(
        f"Group {part.name} of {named} is asked several times: a text cannot tell them apart"
        for part in form.parts()
        if isinstance(part, Group) and part.repeats
    )
    return kinds + repeats + tuple(_first(named, those, form))


def _first(named: str, those: Sequence[Question], form: Form) -> Iterator[str]:
    """Say why the first text could not ask the first question, or any question be read."""
    if not those:
        yield f"There is no question in {named}"
    elif _is_conditional(form):
        name = those[0].question_id
        yield f"Question {name} of {named} is the first and not for everybody: each is texted it"
    for question in those:
        if question.kind in CARRIED and not question.scale_id:
            name = question.question_id
            yield f"Question {name} of {named} is on no scale: no text could be read as its answer"


def put(question: Question) -> str:
    """Give the question with how to answer it."""
    points = scales()[question.scale_id].labels
    return turns.put(question.label, points, optional=not question.required)


def read(question: Question, text: str) -> int | str | None:
    """Give the value that a text means, as `responses` takes it; None for what cannot be read.

    Own words longer than the scale takes are cut: nobody can be asked to write a text again.
    """
    scale = scales()[question.scale_id]
    if not question.required and turns.is_nothing(text):
        return ""
    if question.kind == Question.Kind.TEXT:
        return text.strip()[: scale.longest].strip() or None
    return turns.read_point(text, scale.labels)


def _is_conditional(form: Form) -> bool:
    """Tell whether the first question, or a group around it, is asked of some only."""
    for part in form.parts():
        if part.rules.relevant or not isinstance(part, Group):
            return bool(part.rules.relevant)
    return False
