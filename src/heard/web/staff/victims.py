"""The survey of victims by month, and one month in full, for whoever may see figures."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.http import HttpRequest

from heard.insight.quoted import quoted
from heard.insight.victims import Victims, surveyed, victims
from heard.web.staff import victim_chart, victim_printed
from heard.web.staff import victim_words as words
from heard.web.staff.access import FIGURES, Shown, page
from heard.web.staff.monthly_words import month
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment

if TYPE_CHECKING:
    from datetime import date

WRONG_MONTH = "Month: choose one of the list"


class MonthForm(forms.Form):
    """Which month is shown in full."""

    month = forms.DateField(
        required=False, input_formats=["%Y-%m"], error_messages={"invalid": WRONG_MONTH}
    )


@page(*FIGURES)
def show_victims(request: HttpRequest) -> Shown:
    """Show the month that is asked for; one that is none shows the newest, and says so."""
    form = MonthForm(request.GET)
    first: date | None = form.cleaned_data["month"] if form.is_valid() else None
    programme = surveyed()
    facts = facts_for(request)
    found = (
        victims(facts, programme, first=first, minimum_base=settings.MINIMUM_BASE)
        if programme
        else None
    )
    context: dict[str, object] = {"page": "victims", "form": form}
    if found is None:
        return Shown(template="staff/victims.html", context=context)
    if first and found.chosen.first != first:
        form.add_error("month", WRONG_MONTH)
    return Shown(
        template="staff/victims.html",
        context={**context, **_told(found), "name": programme and programme.name},
        about=f"month={found.chosen.first:%Y-%m}",
    )


def _told(found: Victims) -> dict[str, object]:
    return {
        "victims": found,
        "as_of": moment(found.as_of),
        "minimum_base": settings.MINIMUM_BASE,
        "title": month(found.chosen.first),
        "offered": words.offered(found),
        "headline": words.headline(found),
        "caveat": words.caveat(found),
        "months": victim_chart.months(found),
        "changes": words.changes(found),
        "methods": words.methods(found),
        "crimes": words.crimes(found),
        "people": words.people(found),
        "rates": words.rates(found),
        "cases": words.cases(found),
        "printed": victim_printed.printed(found),
        "printed_rate": quoted()["response_rate", ""],
    }
