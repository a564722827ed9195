"""Changes that one administrator proposes and another one decides on."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import TypedDict

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.clock.read import now
from heard.core.timing import london_date
from heard.eligibility import change
from heard.eligibility.models import Change, Period, Programme
from heard.eligibility.preview import effect
from heard.insight.overview import find_change, rulings
from heard.insight.shadow import in_shadow
from heard.insight.unmapped import unmapped
from heard.journal.write import Actor
from heard.places.areas import names
from heard.web.staff import policy_words as words
from heard.web.staff.access import (
    ADMINISTRATOR,
    ANALYST,
    POLICY_MANAGER,
    Shown,
    holds,
    page,
    person,
)
from heard.web.staff.programme_forms import (
    ClosingForm,
    CodeForm,
    DecisionForm,
    ParallelForm,
    PeriodForm,
    ReasonForm,
    ValuesForm,
)
from heard.web.staff.programmes import NOT_THERE, find
from heard.web.staff.times import moment
from heard.web.staff.words import WHY, long_day

PROPOSE = "staff/propose.html"


@page(ADMINISTRATOR, POLICY_MANAGER, acts=True)
def propose_values(request: HttpRequest, *, slug: str) -> Shown:
    programme = find(slug)
    if programme is None:
        return NOT_THERE
    form = ValuesForm(programme, _sent(request))

    def propose() -> Change:
        return change.propose_values(programme, form.values(), **_said(request, form))

    title = "Propose other values"
    context = {"title": title, "form": form, "programme": programme}
    return _proposed(form, propose, Shown(template=PROPOSE, context=context, about=slug))


@page(ADMINISTRATOR, POLICY_MANAGER, acts=True)
def propose_opening(request: HttpRequest, *, slug: str) -> Shown:
    programme = find(slug)
    if programme is None:
        return NOT_THERE
    form = PeriodForm(_sent(request))

    def propose() -> Change:
        override = form.cleaned_data["override"]
        said = _said(request, form)
        return change.propose_opening(form.period(programme), override=override, **said)

    context = {
        "title": "Propose a new period",
        "form": form,
        "programme": programme,
        "seen": change.seen_in_shadow(programme),
    }
    return _proposed(form, propose, Shown(template=PROPOSE, context=context, about=slug))


@page(ADMINISTRATOR, POLICY_MANAGER, acts=True)
def propose_closing(request: HttpRequest, *, slug: str) -> Shown:
    programme = find(slug)
    if programme is None:
        return NOT_THERE
    open_ = _open(programme)
    form = ClosingForm(open_, _sent(request))

    def propose() -> Change:
        period = next(p for p in open_ if str(p.pk) == form.cleaned_data["period"])
        closes_on = form.cleaned_data["closes_on"]
        return change.propose_closing(period, closes_on, **_said(request, form))

    title = "Propose the end of a period"
    context = {"title": title, "form": form, "programme": programme, "all_over": not open_}
    return _proposed(form, propose, Shown(template=PROPOSE, context=context, about=slug))


@page(ADMINISTRATOR, POLICY_MANAGER, acts=True)
def propose_parallel(request: HttpRequest, *, slug: str) -> Shown:
    programme = find(slug)
    if programme is None:
        return NOT_THERE
    form = ParallelForm(_sent(request))

    def propose() -> Change:
        return change.propose_parallel(form.run(programme), **_said(request, form))

    title = "Propose a parallel run"
    ways = [words.value("channel", way) for way in programme.channels]
    context = {"title": title, "form": form, "programme": programme, "ways": ways}
    return _proposed(form, propose, Shown(template=PROPOSE, context=context, about=slug))


@page(ADMINISTRATOR, POLICY_MANAGER, acts=True)
def show_codes(request: HttpRequest) -> Shown:
    """List the codes that are in no list; a form proposes what one of them means."""
    form = CodeForm(_sent(request))

    def propose() -> Change:
        given = form.cleaned_data
        return change.propose_code(given["code"], given["category"], **_said(request, form))

    context = {"form": form, "codes": unmapped(now=now())}
    return _proposed(form, propose, Shown(template="staff/codes.html", context=context))


@page(ADMINISTRATOR, ANALYST, POLICY_MANAGER, acts=True)
def show_shadow(request: HttpRequest, *, slug: str) -> Shown:
    """Show what a programme did in shadow; the form keeps that an administrator looked at it."""
    programme = find(slug)
    if programme is None:
        return NOT_THERE
    may_act = holds(request, ADMINISTRATOR, POLICY_MANAGER)
    if request.method == "POST" and may_act:
        change.look_at_shadow(programme, by=person(request), now=now())
        return Shown(leads_to=reverse("staff:shadow", args=[slug]))
    context = {
        "programme": programme,
        "found": in_shadow(programme),
        "may_act": may_act,
        "areas": names(),
        "why": WHY,
        "long_day": long_day,
    }
    return Shown(template="staff/shadow.html", context=context, about=slug)


@page(ADMINISTRATOR, POLICY_MANAGER, acts=True)
def show_change(request: HttpRequest, *, number: int) -> Shown:
    """Show a change and what it would have done; another administrator decides on it."""
    found = find_change(number)
    if found is None:
        return Shown(template="staff/no_programme.html", status=HTTPStatus.NOT_FOUND)
    form = DecisionForm(_sent(request))
    refusal = ""
    if form.is_valid():
        approves = form.cleaned_data["decision"] == "approve"
        why = form.cleaned_data["why"]
        try:
            change.decide(found, approves=approves, why=why, by=person(request), now=now())
            return Shown(leads_to=reverse("staff:change", args=[number]))
        except change.RefusedChange as refused:
            refusal = str(refused)
    ruling = rulings([found]).get(found.pk)
    context = {
        "found": found,
        "ruling": ruling,
        "own": found.proposed_by == person(request).id,
        "refusal": refusal,
        "effect": None if ruling else effect(found, now=now()),
        "changes": words.changes(found),
        "whats": words.WHATS,
        "why": WHY,
        "moment": moment,
    }
    return Shown(template="staff/change.html", context=context, about=f"change:{found.pk}")


class Said(TypedDict):
    """What every proposal carries: why, by whom and when."""

    reason: str
    by: Actor
    now: datetime


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _said(request: HttpRequest, form: ReasonForm) -> Said:
    return {"reason": form.cleaned_data["reason"], "by": person(request), "now": now()}


def _proposed(form: ReasonForm, propose: Callable[[], Change], shown: Shown) -> Shown:
    """Go on to what was proposed; where it was refused, show the form with the reason."""
    if form.is_valid():
        try:
            return Shown(leads_to=reverse("staff:change", args=[propose().pk]))
        except change.RefusedChange as refused:
            form.refuse(refused)
    return shown


def _open(programme: Programme) -> list[Period]:
    """The periods that run or are to come."""
    today = london_date(now())
    return [p for p in programme.periods if p.closes_on is None or p.closes_on >= today]
