"""Puts a question of a version as a text, and reads the answer as a page's form would."""

from collections.abc import Sequence

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
    return kinds + repeats


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
