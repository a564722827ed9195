"""Checks what a citizen sends for one question."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, ngettext

from heard.questionnaires.models import Question
from heard.questionnaires.scales import Scale, scales


class AnswerForm(forms.Form):
    """One answer, as an integer of the question's scale or as text."""

    def __init__(self, question: Question, data: QueryDict) -> None:
        super().__init__(data)
        scale = scales()[question.scale_id]
        is_text = question.kind == Question.Kind.TEXT
        self.fields["answer"] = _words(question, scale) if is_text else _point(question, scale)

    @property
    def problem(self) -> str:
        """The one sentence that says what is wrong."""
        return str(self.errors["answer"][0])


class Words(forms.CharField):
    """Text whose line ends count as one character each, as the writer would count."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - as Django declares it
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _words(question: Question, scale: Scale) -> forms.Field:
    too_long = ngettext(
        "Your answer must be %(longest)s character or fewer. You wrote %(written)s",
        "Your answer must be %(longest)s characters or fewer. You wrote %(written)s",
        scale.longest,
    )
    written = "%(show_value)d"  # counted later, by Django
    return Words(
        required=question.required,
        max_length=scale.longest,
        error_messages={
            "required": gettext("Write an answer"),
            "max_length": too_long % {"longest": f"{scale.longest:,}", "written": written},
        },
    )


def _point(question: Question, scale: Scale) -> forms.Field:
    points = [(str(value), label) for value, label in scale.labels.items()]
    ends = {"first": points[0][0], "last": points[-1][0]}
    choose = gettext("Choose a number from %(first)s to %(last)s") % ends
    return forms.TypedChoiceField(
        choices=points,
        coerce=int,
        required=question.required,
        empty_value="",
        error_messages={"required": choose, "invalid_choice": choose},
    )
