"""What is typed in to make and to close open ways in, checked for form and not for truth."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict

from heard.core.posters import Paper
from heard.eligibility.models import Programme
from heard.web.languages import LANGUAGES

LONGEST = 20_000


class WaysForm(forms.Form):
    """A survey, and a line for each way into it."""

    lines = forms.CharField(
        label="A line for each: channel; place; impact area; answers wanted",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={
            "required": "Write a line for each way in",
            "max_length": f"Write at most {LONGEST:,} characters at once",
        },
    )

    def __init__(self, programmes: Sequence[Programme], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self._programmes = {one.slug: one for one in programmes}
        self.fields["programme"] = forms.ChoiceField(
            label="Survey",
            choices=[(one.slug, one.name) for one in programmes],
            error_messages={
                "required": "Choose a survey from the list",
                "invalid_choice": "Choose a survey from the list",
            },
        )
        self.order_fields(["programme", "lines"])

    @property
    def programme(self) -> Programme:
        """The survey that a valid form names."""
        return self._programmes[self.cleaned_data["programme"]]


class CloseForm(forms.Form):
    reason = forms.CharField(
        label="Why it is closed",
        max_length=200,
        error_messages={
            "required": "Say why it is closed",
            "max_length": "Say it in 200 characters",
        },
    )


class PosterForm(forms.Form):
    """The paper, and the languages in the order of the pages; the first one is the largest."""

    paper = forms.ChoiceField(
        choices=[(paper.value, paper.value) for paper in Paper],
        error_messages={
            "required": "Choose a paper, A4 or A5",
            "invalid_choice": "Choose a paper, A4 or A5",
        },
    )
    language = forms.MultipleChoiceField(
        choices=[(one.code, one.name) for one in LANGUAGES],
        error_messages={
            "required": "Choose at least one language",
            "invalid_choice": "Choose languages from the list",
        },
    )

    def languages(self) -> list[str]:
        """Give what was chosen in the order of the list: English leads, where it is among them."""
        chosen = self.cleaned_data["language"]
        return [one.code for one in LANGUAGES if one.code in chosen]
