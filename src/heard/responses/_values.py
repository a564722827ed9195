"""What counts as an answer to a question."""

from heard.questionnaires.models import Question
from heard.questionnaires.scales import scales

Value = int | str


class BadAnswer(ValueError):
    """A value that is not on the question's scale; the message says what is."""


def check(question: Question, value: Value) -> Value:
    """Return the value as it is kept: a point of the scale, or text without blank ends."""
    scale = scales()[question.scale_id]
    if question.kind == Question.Kind.SCALE:
        if isinstance(value, bool) or value not in scale.labels:
            raise BadAnswer(
                f"{question.question_id} takes one of {', '.join(map(str, scale.labels))}."
            )
        return value
    if not isinstance(value, str) or len(value.strip()) > scale.longest:
        raise BadAnswer(f"{question.question_id} takes text of up to {scale.longest} characters.")
    if question.required and not value.strip():
        raise BadAnswer(f"{question.question_id} takes text that is not blank.")
    return value.strip()
