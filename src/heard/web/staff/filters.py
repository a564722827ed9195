"""The filters of the dashboards, as they stand in the address."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from heard.eligibility.categories import themes
from heard.insight.cuts import Cut, Slice
from heard.insight.survey import View
from heard.places.areas import names

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CUTS = {
    Cut.WEEK: "week",
    Cut.AREA: "area",
    Cut.INCIDENT: "incident group",
    Cut.WEEKDAY: "day of the week",
    Cut.HOUR: "hour",
    Cut.BLOCK: "part of the day",
}
Choices = list[tuple[str, str]]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        required=False,
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": f"{label}: enter a day as year, month and day: 2020-10-09"},
    )


def _choice(label: str, choices: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    offered: Choices = [("", "All"), *choices]
    message = f"{label}: choose one of the list"
    return forms.ChoiceField(
        required=False, label=label, choices=offered, error_messages={"invalid_choice": message}
    )


class Filters(forms.Form):
    """Whose answers are looked at, to which question, and how they are cut."""

    field_order = ("question", "from", "to", "area", "incident", "weekday", "hour", "by", "and")

    area = _choice("Area", names().items())
    incident = _choice(
        "Incident group",
        [(theme, theme) for theme in sorted({*themes().values(), "none given", "not mapped"})],
    )
    weekday = _choice("Day of the week", [(str(n), d) for n, d in enumerate(WEEKDAYS, 1)])
    hour = _choice("Hour", [(str(hour), f"{hour:02}:00 to {hour:02}:59") for hour in range(24)])
    by = _choice("Cut by", [(cut.value, words) for cut, words in CUTS.items()])

    def __init__(self, data: Mapping[str, Any], *, questions: Choices) -> None:
        super().__init__(data)
        self.fields["from"] = _day("From")
        self.fields["to"] = _day("To")
        self.fields["and"] = _choice("And by", [(cut.value, w) for cut, w in CUTS.items()])
        self.fields["question"] = _choice("Question", questions)
        self.fields["hours"] = forms.ChoiceField(
            required=False,
            widget=forms.HiddenInput,
            choices=[(cut.value, cut.value) for cut in (Cut.HOUR, Cut.BLOCK)],
        )
        self.order_fields(self.field_order)
        self.fields["question"].choices[0] = ("", "The lowest")  # type: ignore[attr-defined]
        for name in ("by", "and"):
            self.fields[name].choices[0] = ("", "Nothing")  # type: ignore[attr-defined]

    def clean(self) -> None:
        from_, to = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if from_ and to and from_ > to:
            self.add_error("to", "To: the last day must not lie before the first")
        by, also = self.cleaned_data.get("by"), self.cleaned_data.get("and")
        if also and not by:
            self.add_error("and", "And by: choose what to cut by first")
        if by and by == also:
            self.add_error("and", "And by: choose another cut than the first")

    @property
    def view(self) -> View:
        """What a valid form asks for."""
        given = self.cleaned_data
        return View(
            where=Slice(
                from_=given["from"],
                to=given["to"],
                area=given["area"] or None,
                incident=given["incident"] or None,
                weekday=int(given["weekday"]) if given["weekday"] else None,
                hour=int(given["hour"]) if given["hour"] else None,
            ),
            question=given["question"] or None,
            by=tuple(Cut(given[name]) for name in ("by", "and") if given[name]),
            hour=Cut(given["hours"]) if given["hours"] else None,
        )
