"""What counts as an answer to a question."""

from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales

Value = int | str


class BadAnswer(ValueError):
    """A value that is not on the question's scale; the message says what is."""


def takes(question: Question) -> str:
    """Say what a question on a scale takes."""
    scale = scales()[question.scale_id]
    if scale.longest:
        return f"{question.question_id} takes text of up to {scale.longest} characters."
    return f"{question.question_id} takes one of {', '.join(map(str, scale.labels))}."
