"""What staff choose and type on the pages of themes, checked for form and not for truth."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from heard.core.text.frame import Theme
from heard.themes.cells import Cell
from heard.themes.own import Proposed, dimensions
from heard.web.staff.filters import choice_field
from heard.web.staff.themes.words import DIMENSIONS, month_words

_MONTH = "%Y-%m"


class ThemesForm(forms.Form):
    """Which survey and month are looked at; else the first one where enough people wrote."""

    field_order = ("survey", "month", "theme")

    def __init__(
        self, data: Mapping[str, str], cells: Mapping[Cell, int], *, themes: Sequence[Theme] = ()
    ) -> None:
        super().__init__(data)
        self._cells = cells
        surveys = {cell.programme.slug: cell.programme.name for cell in cells}
        months = sorted({cell.month for cell in cells}, reverse=True)
        named = [(month.strftime(_MONTH), month_words(month)) for month in months]
        self.fields["survey"] = choice_field("Survey", surveys.items(), none="The first")
        self.fields["month"] = choice_field("Month", named, none="The newest")
        if themes:
            every = [(theme.code, theme.name) for theme in themes]
            self.fields["theme"] = choice_field("Theme", every, none="All")

    def cell(self, *, minimum_base: int) -> Cell | None:
        """Give what a valid form asks for: where enough wrote, if that is possible."""
        given = self.cleaned_data
        fits = [
            cell
            for cell in self._cells
            if given["survey"] in {"", cell.programme.slug}
            and given["month"] in {"", cell.month.strftime(_MONTH)}
        ]
        enough = (cell for cell in fits if self._cells[cell] >= minimum_base)
        return next(enough, fits[0] if fits else None)


class CodingForm(forms.Form):
    """How somebody codes a comment: its themes, perhaps none, and how who wrote it feels."""

    feeling = forms.CharField(required=False)

    def __init__(self, themes: Sequence[Theme], data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data)
        self.fields["named"] = forms.MultipleChoiceField(
            required=False,
            choices=[(theme.code, theme.name) for theme in themes],
            error_messages=dict.fromkeys(
                ("invalid_choice", "invalid_list"), "Choose themes from the list"
            ),
        )


class OwnThemeForm(forms.Form):
    """A theme that somebody makes, with sentences that name it."""

    name = forms.CharField(required=False, label="Name")
    description = forms.CharField(required=False, label="What it is about, in a sentence")
    sentences = forms.CharField(
        required=False,
        label="Sentences of your own that name it, one a line, at least eight",
        widget=forms.Textarea,
    )

    def __init__(self, data: Any = None) -> None:  # noqa: ANN401
        super().__init__(data)
        self.fields["dimension"] = forms.ChoiceField(
            required=False,
            label="It belongs to",
            choices=[("", "Choose"), *((code, DIMENSIONS[code]) for code in dimensions())],
            error_messages={"invalid_choice": "Choose what the theme belongs to"},
        )
        self.order_fields(["name", "dimension", "description", "sentences"])

    @property
    def proposed(self) -> Proposed:
        """What a valid form says."""
        return Proposed(**self.cleaned_data)
