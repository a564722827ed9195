"""Puts a question of a version as a text, and reads the answer as a page's form would."""

from heard.core import turns
from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales


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
