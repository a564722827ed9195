"""The first page for staff: the figures of all surveys."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from heard.insight.measure import figures
from heard.web.staff import words
from heard.web.staff.access import FIGURES, Shown, first_page, holds, page
from heard.web.staff.seen import facts_for
from heard.web.staff.small_groups import READERS


def home(request: HttpRequest) -> HttpResponse:
    return redirect(first_page(request.user))


@page(*FIGURES)
def show_figures(request: HttpRequest) -> Shown:
    minimum_base = settings.MINIMUM_BASE
    found = words.tables(figures(facts_for(request), minimum_base=minimum_base))
    context = {
        "tables": found,
        "minimum_base": minimum_base,
        "low_base": words.LOW_BASE,
        "reads_groups": holds(request, *READERS),
    }
    return Shown(template="staff/figures.html", context=context)
