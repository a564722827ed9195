"""The history of a touchpoint, and the search that leads to it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from heard.insight.history import NEAR, TOLD, history
from heard.insight.search import find
from heard.web.staff import sentences, told
from heard.web.staff.access import ADMINISTRATOR, ANALYST, page
from heard.web.staff.forms import SearchForm
from heard.web.staff.times import moment


@page(ADMINISTRATOR, ANALYST)
def search(request: HttpRequest) -> HttpResponse:
    """Look for what was typed. It stands in no journal: people type what they have at hand."""
    form = SearchForm(request.GET or None)
    found = find(form.cleaned_data["q"]) if form.is_valid() else None
    context = {"form": form, "found": found, "most": NEAR, "title": sentences.title}
    return render(request, "staff/history.html", {**context, "moment": moment})


def _named(_request: HttpRequest, *, kind: str, key: str) -> str:
    return f"{kind}/{key}"


@page(ADMINISTRATOR, ANALYST, about=_named)
def show_touchpoint(request: HttpRequest, *, kind: str, key: str) -> HttpResponse:
    found = history(kind, key)
    if found is None:
        return render(request, "staff/no_touchpoint.html", status=HTTPStatus.NOT_FOUND)
    context = {
        "found": found,
        "most": TOLD,
        "verdicts": sentences.verdicts(found),
        "days": sentences.days(found),
        "title": sentences.title,
        "codes": told.codes,
        "moment": moment,
    }
    return render(request, "staff/touchpoint.html", context)
