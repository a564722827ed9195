"""Representativeness: whether those who answered stand for those asked, and for the population."""

from collections.abc import Mapping

from django import forms
from django.conf import settings
from django.http import HttpRequest

from heard.core.statistics.gaps import LOW_BASE, WIDEST
from heard.eligibility.models import Programme
from heard.insight.cuts import Slice
from heard.insight.queries import programmes
from heard.insight.representation import representation
from heard.insight.response_rates import without_rate
from heard.web.staff import representation_words as words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.filters import BACKWARDS, choice_field, chosen, day_field
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment


class RepresentationForm(forms.Form):
    """Which survey is looked at, and which days; without one it is the first."""

    field_order = ("programme", "from", "to")

    def __init__(self, data: Mapping[str, str], surveys: Mapping[str, Programme]) -> None:
        super().__init__(data)
        offered = [("", "None yet"), *((one.slug, one.name) for one in surveys.values())]
        first, *others = offered[1:] or offered
        self.fields["programme"] = choice_field("Survey", others, none=first[1])
        self.fields["from"] = day_field("From")
        self.fields["to"] = day_field("To")

    def clean(self) -> None:
        from_, to = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if from_ and to and from_ > to:
            self.add_error("to", BACKWARDS)


@page(ADMINISTRATOR, ANALYST)
def show_representation(request: HttpRequest) -> Shown:
    """Show one survey. Filters that make no sense are said to be so, and nothing is shown."""
    known = facts_for(request)
    surveys = {one.slug: one for one in programmes()}
    filters = RepresentationForm(request.GET.dict(), surveys)
    context: dict[str, object] = {
        "filters": filters,
        "as_of": moment(known.as_of),
        "minimum_base": settings.MINIMUM_BASE,
        "low_base": LOW_BASE,
        "widest": f"{100 * WIDEST:.0f}",
        "without": without_rate(),
    }
    if filters.is_valid() and surveys:
        given = filters.cleaned_data
        survey = surveys.get(given["programme"], next(iter(surveys.values())))
        found = representation(
            known,
            survey,
            minimum_base=settings.MINIMUM_BASE,
            where=Slice(from_=given["from"], to=given["to"]),
        )
        context |= {"survey": survey.name, **words.told(found)}
    return Shown(template="staff/representation.html", context=context, about=chosen(filters))
