"""One journey: what was said of the call, the visit and the investigation of one incident."""

from collections.abc import Mapping, Sequence

from django import forms
from django.conf import settings
from django.http import HttpRequest

from heard.accounts.scope import EVERYTHING, Scope
from heard.insight.journey import View, dimensions, journey
from heard.web.staff import journey_words as words
from heard.web.staff.access import FIGURES, Shown, page
from heard.web.staff.filters import (
    BACKWARDS,
    area_field,
    area_of,
    choice_field,
    chosen,
    day_field,
    incident_field,
)
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.words import LOW_BASE


class JourneyForm(forms.Form):
    """What is asked about, and which journeys are looked at."""

    field_order = ("about", "from", "to", "area", "incident")

    area = area_field()
    incident = incident_field()

    def __init__(
        self, data: Mapping[str, str], about: Sequence[str], scope: Scope = EVERYTHING
    ) -> None:
        super().__init__(data)
        self.fields["area"] = area_field(scope)
        offered = [(name, name.replace("_", " ").capitalize()) for name in about]
        first, *others = offered or [("", "None yet")]
        self.fields["about"] = choice_field("About", others, none=first[1])
        self.fields["from"] = day_field("Began in the month of")
        self.fields["to"] = day_field("To the month of")
        self.order_fields(self.field_order)

    def clean(self) -> None:
        from_, to = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if from_ and to and from_ > to:
            self.add_error("to", BACKWARDS)

    def view(self, about: Sequence[str]) -> View:
        """What a valid form asks for; months are named by their first day."""
        given = self.cleaned_data
        return View(
            dimension=given["about"] or about[0],
            area=area_of(given["area"]),
            incident=given["incident"] or None,
            from_=given["from"] and given["from"].replace(day=1),
            to=given["to"] and given["to"].replace(day=1),
        )


@page(*FIGURES)
def show_journeys(request: HttpRequest) -> Shown:
    """Show the stages. Filters that make no sense are said to be so, and no figure is shown."""
    known = facts_for(request)
    about = dimensions()
    filters = JourneyForm(request.GET.dict(), about, known.scope)
    context: dict[str, object] = {
        "filters": filters,
        "as_of": moment(known.as_of),
        "minimum_base": settings.MINIMUM_BASE,
        "low_base": LOW_BASE,
    }
    if filters.is_valid() and about:
        found = journey(known, filters.view(about), minimum_base=settings.MINIMUM_BASE)
        context |= {
            "about": found.dimension.replace("_", " "),
            "drop": words.drop(found),
            "charts": words.charts(found),
            "everybody": words.everybody(found),
            "pairs": words.pairs(found),
            "looking_back": words.looking_back(found),
        }
    return Shown(template="staff/journeys.html", context=context, about=chosen(filters))
