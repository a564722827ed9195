"""Targets of a measure, how far they are reached, and the meetings that review them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.statistics.whole_weeks import monday_of
from heard.core.timing import london_date
from heard.improvement import targets
from heard.improvement.models import Target
from heard.improvement.targets import NoTarget, Of
from heard.insight.cuts import Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import cut
from heard.insight.measures import MEASURES
from heard.insight.queries import programmes
from heard.insight.teams import named, questions
from heard.web.staff.access import REFUSED, Shown, holds, page
from heard.web.staff.learning.forms import MeetingForm, TargetForm
from heard.web.staff.learning.roles import LEADS, TEAMS, user_of
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment
from heard.web.staff.words import Row, long_day, row

NEWEST = timedelta(weeks=12) - timedelta(days=1)
_NOT_THERE = Shown(template="staff/no_words.html", status=HTTPStatus.NOT_FOUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One target, with the share of the newest twelve weeks, or of more where they are too few."""

    number: int
    survey: str
    question: str
    measure: str
    whom: str
    wanted: str
    now: Row
    verdict: str
    review_on: str
    is_overdue: bool


@page(*TEAMS, acts=True)
def show_targets(request: HttpRequest) -> Shown:
    """List the targets; a form sets another."""
    known, asked = facts_for(request), _asked()
    teams = named(known, programmes())
    form = TargetForm(asked, teams, request.POST if request.method == "POST" else None)
    if form.is_bound and not holds(request, *LEADS):
        return REFUSED
    if form.is_valid() and _set(request, form):
        return Shown(leads_to=reverse("staff:targets"))
    context = {
        "lines": [_line(known, one, asked, today=london_date(now())) for one in targets.targets()],
        "form": form,
        "edits": holds(request, *LEADS),
        "as_of": moment(known.as_of),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return Shown(template="staff/learning/targets.html", context=context, status=status)


@page(*TEAMS, acts=True)
def show_target(request: HttpRequest, *, number: int) -> Shown:
    """Show one target with its meetings; a form keeps what another one said."""
    found = targets.find(number)
    if found is None:
        return _NOT_THERE
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not holds(request, *LEADS):
        return REFUSED
    if form.is_valid():
        try:
            targets.meet(number, form.held, by=user_of(request), now=now())
        except NoTarget as refused:
            form.add_error("minutes", str(refused))
        else:
            return Shown(leads_to=reverse("staff:target", args=[number]))
    known = facts_for(request)
    context = {
        "line": _line(known, found, _asked(), today=london_date(now())),
        "meetings": targets.meetings(found),
        "form": form,
        "edits": holds(request, *LEADS),
        "long_day": long_day,
        "as_of": moment(known.as_of),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    about = f"target:{number}"
    return Shown(template="staff/learning/target.html", context=context, about=about, status=status)


def _asked() -> Mapping[str, str]:
    """Give what a target may be of: survey, question and measure, in words."""
    return {
        f"{one.slug}/{item.question}/{name}": f"{one.name}: {words} ({measure.words})"
        for one in programmes()
        for item, words in questions(one).items()
        for name, measure in MEASURES.items()
        if measure.scale == item.scale
    }


def _set(request: HttpRequest, form: TargetForm) -> bool:
    said = form.cleaned_data
    slug, question, measure = said["question"].split("/")
    programme = next(one for one in programmes() if one.slug == slug)
    of = Of(programme=programme, question=question, measure=measure, team=said["team"])
    try:
        targets.aim(
            of,
            per_cent=said["per_cent"],
            review_on=said["review_on"],
            by=user_of(request),
            now=now(),
        )
    except NoTarget as refused:
        form.add_error("question", str(refused))
        return False
    return True


def _line(known: Facts, one: Target, asked: Mapping[str, str], *, today: date) -> Line:
    key = f"{one.programme.slug}/{one.question_id}/{one.measure}"
    last = monday_of(london_date(known.as_of)) + timedelta(days=6)
    figures = cut(
        known,
        [one.programme],
        minimum_base=settings.MINIMUM_BASE,
        measure=one.measure,
        question=one.question_id,
        where=Slice(team=one.team or None, from_=last - NEWEST, to=last),
    )
    estimate = figures[-1].estimate if figures else None
    words = asked.get(key, key).removeprefix(f"{one.programme.name}: ")
    return Line(
        number=one.pk,
        survey=one.programme.name,
        question=words,
        measure=MEASURES[one.measure].words,
        whom=one.team or "The whole force",
        wanted=f"{100 * one.share:.0f}%",
        now=row("", estimate),
        verdict=_verdict(estimate.low, estimate.high, one.share) if estimate else "No answers yet",
        review_on=long_day(one.review_on),
        is_overdue=one.review_on < today,
    )


def _verdict(low: float | None, high: float | None, wanted: float) -> str:
    """Say whether a target is reached, or whether the range leaves that open."""
    if low is None or high is None:
        return "Too small to say"
    if low >= wanted:
        return "Reached"
    return "Not reached" if high < wanted else "Not distinguishable from the target"
