"""Force Contact and Force Response: what people said in the text survey, for whoever signs in."""

from functools import partial
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.events.models import Touchpoint
from heard.insight.cuts import Cut
from heard.insight.facts.read import facts
from heard.insight.queries import labels, running_at
from heard.insight.survey import survey
from heard.web.staff import survey_words as words
from heard.web.staff.access import EVERYBODY, page
from heard.web.staff.filters import Filters
from heard.web.staff.times import moment
from heard.web.staff.words import LOW_BASE

TITLES = {
    Touchpoint.Kind.CONTACT: ("Force Contact", "What callers said"),
    Touchpoint.Kind.ATTENDANCE: ("Force Response", "What people said after a visit"),
}


def about(request: HttpRequest, *, stage: Touchpoint.Kind) -> str:
    """Say for the journal what was looked at: filters are chosen from lists, or days."""
    filters = _filters(request, stage)
    filters.is_valid()
    return " ".join(f"{name}={chosen}" for name, chosen in filters.cleaned_data.items() if chosen)


@page(*EVERYBODY, about=partial(about, stage=Touchpoint.Kind.CONTACT))
def contact(request: HttpRequest) -> HttpResponse:
    return _show(request, Touchpoint.Kind.CONTACT, name="contact")


@page(*EVERYBODY, about=partial(about, stage=Touchpoint.Kind.ATTENDANCE))
def response(request: HttpRequest) -> HttpResponse:
    return _show(request, Touchpoint.Kind.ATTENDANCE, name="response")


def _filters(request: HttpRequest, stage: Touchpoint.Kind) -> Filters:
    asked = {p.questionnaire_id for p in running_at(stage)}
    questions = [
        (item.question, label) for item, label in labels().items() if item.questionnaire in asked
    ]
    return Filters(request.GET.dict(), questions=questions)


def _show(request: HttpRequest, stage: Touchpoint.Kind, *, name: str) -> HttpResponse:
    """Show one stage. Filters that make no sense are said to be so, and no figure is shown."""
    filters = _filters(request, stage)
    title, subtitle = TITLES[stage]
    context: dict[str, object] = {
        "page": name,
        "title": title,
        "subtitle": subtitle,
        "filters": filters,
    }
    pool = running_at(stage)
    known = facts(settings.FACTS)
    if filters.is_valid() and pool:
        view = filters.view
        found = survey(known, pool, view, minimum_base=settings.MINIMUM_BASE)
        context |= {
            "survey": found,
            "as_of": moment(found.as_of),
            "lowest": words.lowest(found.lowest),
            "questions": words.questions(found),
            "weeks": words.weeks(found),
            "hours": words.hours(found),
            "cut": words.apart(found, view.by[0]) if len(view.by) == 1 else None,
            "crossed": words.crossed(found, view.by) if len(view.by) > 1 else None,
            "other_hours": _other_hours(request, found.hour),
            "minimum_base": settings.MINIMUM_BASE,
            "low_base": LOW_BASE,
        }
    return render(request, "staff/dashboard.html", context)


def _other_hours(request: HttpRequest, hour: Cut) -> tuple[str, str]:
    """Give the address of the same page by single hours or by parts of the day, and its words."""
    other, label = (
        (Cut.BLOCK, "Show parts of the day instead")
        if hour is Cut.HOUR
        else (Cut.HOUR, "Show single hours instead")
    )
    return f"?{urlencode({**request.GET.dict(), 'hours': other.value})}#hours", label
