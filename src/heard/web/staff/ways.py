"""The open ways into the surveys: made, listed, hung up and closed."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from itertools import chain

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.posters import Paper, PosterError, qr_png, qr_svg
from heard.eligibility.models import Programme
from heard.insight.facts.read import NoFacts
from heard.insight.measures import MEASURES
from heard.insight.queries import open_programmes
from heard.insight.ways import Compared, Way, compared, ways
from heard.invitations import collectors
from heard.invitations.many import make_many
from heard.invitations.models import Collector
from heard.places.impact_areas import impact_areas
from heard.web import posters
from heard.web.languages import LANGUAGES
from heard.web.staff import words
from heard.web.staff.access import (
    ADMINISTRATOR,
    ANALYST,
    COMMUNICATIONS,
    EVERYBODY,
    REFUSED,
    File,
    Shown,
    holds,
    page,
    person,
)
from heard.web.staff.seen import facts_for
from heard.web.staff.survey_words import CHANNELS, impact_area
from heard.web.staff.times import moment
from heard.web.staff.way_forms import CloseForm, PosterForm, WaysForm

NOT_THERE = Shown(template="staff/no_way.html", status=HTTPStatus.NOT_FOUND)
DOUBTS = dict(collectors.Doubt.choices)


def may_write(request: HttpRequest) -> bool:
    """Tell whether somebody may change what a viewer only reads."""
    return holds(request, ADMINISTRATOR, ANALYST)


def may_hang_up(request: HttpRequest) -> bool:
    """Tell whether somebody may make ways in, and close them."""
    return may_write(request) or holds(request, COMMUNICATIONS)


@page(*EVERYBODY, acts=True)
def show_ways(request: HttpRequest) -> Shown:
    """List them all; a form that is sent makes new ones, all or none."""
    surveys = open_programmes()
    form = WaysForm(surveys, request.POST if request.method == "POST" else None)
    if form.is_bound and not may_hang_up(request):
        return REFUSED
    if form.is_valid():
        try:
            lines = form.cleaned_data["lines"]
            make_many(form.programme, lines, by=person(request), now=now())
            return Shown(leads_to=reverse("staff:ways"))
        except collectors.NoCollector as refused:
            form.add_error("lines", str(refused))
    found = ways(now=now(), minimum_base=settings.MINIMUM_BASE)
    context = {
        "form": form,
        "may_write": may_hang_up(request),
        "surveys": [
            (survey, [way for way in found if way.collector.programme_id == survey.pk])
            for survey in surveys
        ],
        "compared": _compared(request, surveys),
        "areas": impact_areas().values(),
        **_said(),
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/ways.html", context=context, status=status)


@page(*EVERYBODY, acts=True)
def show_way(request: HttpRequest, *, code: str) -> Shown:
    """Show one with its poster, its code and its link; a form that is sent closes it."""
    way = _find(code)
    if way is None:
        return NOT_THERE
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not may_hang_up(request):
        return REFUSED
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        collectors.close(way.collector, by=person(request), now=now(), because=reason)
        return Shown(leads_to=reverse("staff:way", args=[code]))
    context = {
        "way": way,
        "form": form,
        "may_write": may_hang_up(request),
        "address": posters.address(way.collector),
        "is_trial": posters.is_trial(),
        "languages": LANGUAGES,
        "papers": list(Paper),
        **_said(),
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/way.html", context=context, about=code, status=status)


@page(*EVERYBODY)
def show_poster(request: HttpRequest, *, code: str) -> Shown:
    """Hand out the poster as PDF, or say why it cannot be made."""
    way = _find(code)
    if way is None:
        return NOT_THERE
    form = PosterForm(request.GET)
    if not form.is_valid():
        return _no_poster(way.collector, *map(str, chain.from_iterable(form.errors.values())))
    paper = Paper(form.cleaned_data["paper"])
    try:
        content = posters.poster(way.collector, form.languages(), paper)
    except PosterError as error:
        return _no_poster(way.collector, f"{error}.")
    name = f"poster-{code}-{paper.value}.pdf"
    return Shown(file=File(content=content, kind="application/pdf", name=name), about=code)


@page(*EVERYBODY)
def show_qr_png(_request: HttpRequest, *, code: str) -> Shown:
    way = _find(code)
    if way is None:
        return NOT_THERE
    content = qr_png(posters.address(way.collector))
    return Shown(file=File(content=content, kind="image/png", name=f"qr-{code}.png"), about=code)


@page(*EVERYBODY)
def show_qr_svg(_request: HttpRequest, *, code: str) -> Shown:
    way = _find(code)
    if way is None:
        return NOT_THERE
    content = qr_svg(posters.address(way.collector)).encode()
    return Shown(file=File(content=content, kind="image/svg+xml"), about=code)


def _find(code: str) -> Way | None:
    found = ways(now=now(), minimum_base=settings.MINIMUM_BASE, code=code)
    return found[0] if found else None


def _compared(
    request: HttpRequest, surveys: Sequence[Programme]
) -> Mapping[int, Sequence[Compared]]:
    """Give each survey's figures with and without the answers in doubt; none without facts."""
    try:
        known = facts_for(request)
    except NoFacts:
        return {}
    minimum_base = settings.MINIMUM_BASE
    return {one.pk: compared(known, [one], minimum_base=minimum_base) for one in surveys}


def _no_poster(way: Collector, *why: str) -> Shown:
    context = {"way": way, "why": why}
    template = "staff/no_poster.html"
    return Shown(template=template, context=context, status=HTTPStatus.BAD_REQUEST)


def _said() -> dict[str, object]:
    return {
        "channels": CHANNELS,
        "doubts": DOUBTS,
        "impact_area": impact_area,
        "measures": {name: measure.words for name, measure in MEASURES.items()},
        "moment": moment,
        "row": words.row,
        "minimum_base": settings.MINIMUM_BASE,
        "low_base": words.LOW_BASE,
    }
