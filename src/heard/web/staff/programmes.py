"""The programmes: what each does and why, and what is proposed to be changed about them."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.response_rates import RULE
from heard.core.timing import london_date
from heard.eligibility import change
from heard.eligibility.appraise import Verdict, appraise
from heard.eligibility.models import Programme
from heard.insight import overview
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
from heard.web.staff.programme_forms import AppraisalForm
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.words import long_day, percent

NOT_THERE = Shown(template="staff/no_programme.html", status=HTTPStatus.NOT_FOUND)


@page(ADMINISTRATOR, ANALYST, POLICY_MANAGER)
def show_programmes(request: HttpRequest) -> Shown:
    context = {
        "rows": overview.programmes(facts_for(request), today=london_date(now())),
        "waiting": overview.undecided(),
        "standings": words.STANDINGS,
        "whats": words.WHATS,
        "long_day": long_day,
        "moment": moment,
    }
    return Shown(template="staff/programmes.html", context=context)


@page(ADMINISTRATOR, ANALYST, POLICY_MANAGER, acts=True)
def show_programme(request: HttpRequest, *, slug: str) -> Shown:
    """Show one programme; an administrator who sends the form keeps the decision of a review."""
    found = overview.programme(facts_for(request), slug, today=london_date(now()))
    if found is None:
        return NOT_THERE
    form = AppraisalForm(request.POST if request.method == "POST" else None)
    may_act = holds(request, ADMINISTRATOR, POLICY_MANAGER)
    if may_act and form.is_valid() and _appraised(request, found.programme, form):
        return Shown(leads_to=reverse("staff:programme", args=[slug]))
    context = {
        "found": found,
        "form": form,
        "may_act": may_act,
        "policy": words.policy(found.programme, change.SETTABLE),
        "standings": words.STANDINGS,
        "modes": words.MODES,
        "ways": words.CHANNELS,
        "whats": words.WHATS,
        "verdicts": dict(Verdict.choices),
        "rule": RULE,
        "percent": percent,
        "long_day": long_day,
        "moment": moment,
    }
    return Shown(template="staff/programme.html", context=context, about=slug)


def find(slug: str) -> Programme | None:
    """Give the programme of this name."""
    return Programme.objects.filter(slug=slug).first()


def _appraised(request: HttpRequest, programme: Programme, form: AppraisalForm) -> bool:
    try:
        appraise(
            programme,
            Verdict(form.cleaned_data["verdict"]),
            why=form.cleaned_data["reason"],
            next_on=form.cleaned_data["next_on"],
            by=person(request),
            now=now(),
        )
    except change.RefusedChange as refused:
        form.refuse(refused)
        return False
    return True
