"""The history of a touchpoint, and the search that leads to it."""

from http import HTTPStatus

from django.http import HttpRequest

from heard.insight.history import NEAR, TOLD, history
from heard.insight.search import find
from heard.web.staff import sentences, told
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.forms import SearchForm
from heard.web.staff.times import moment


@page(ADMINISTRATOR, ANALYST)
def search(request: HttpRequest) -> Shown:
    """Look for what was typed. It stands in no journal: people type what they have at hand."""
    form = SearchForm(request.GET or None)
    found = find(form.cleaned_data["q"]) if form.is_valid() else None
    context = {
        "form": form,
        "found": found,
        "most": NEAR,
        "title": sentences.title,
        "moment": moment,
    }
    return Shown(template="staff/history.html", context=context)


@page(ADMINISTRATOR, ANALYST)
def show_touchpoint(_request: HttpRequest, *, kind: str, key: str) -> Shown:
    found = history(kind, key)
    if found is None:
        return Shown(template="staff/no_touchpoint.html", status=HTTPStatus.NOT_FOUND)
    context = {
        "found": found,
        "most": TOLD,
        "verdicts": sentences.verdicts(found),
        "days": sentences.days(found),
        "title": sentences.title,
        "codes": told.codes,
        "moment": moment,
    }
    return Shown(template="staff/touchpoint.html", context=context, about=f"{kind}/{key}")
