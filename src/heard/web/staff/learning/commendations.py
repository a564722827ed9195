"""Commendations: nominated here, approved by another person, thanked, published with consent."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.models import User
from heard.clock.read import now
from heard.core.text.redact import redact
from heard.improvement import commend
from heard.improvement.models import Commendation
from heard.improvement.rates import rates
from heard.improvement.told import praise
from heard.improvement.who import people
from heard.themes.cells import cells, comments
from heard.themes.cells import find as comment_of
from heard.web.staff.access import REFUSED, Shown, holds, page
from heard.web.staff.learning.forms import NominationForm
from heard.web.staff.learning.roles import (
    DECIDERS,
    NOMINATORS,
    PUBLISHERS,
    READERS,
    TEAMS,
    user_of,
)
from heard.web.staff.seen import facts_for
from heard.web.staff.times import moment

LISTED = 10  # comments that may be nominated for
LOOKED = 50  # of the newest comments of a survey and month, among which these are looked for
CELLS = 4
_NOT_THERE = Shown(template="staff/no_words.html", status=HTTPStatus.NOT_FOUND)


@page(*NOMINATORS, acts=True)
def show_commendations(request: HttpRequest) -> Shown:
    """List what was nominated, for those who decide; a form nominates a colleague."""
    user, problem = user_of(request), ""
    colleagues = {one.pk: one.name for one in people(now=now()) if one != user}
    form = NominationForm(colleagues, request.POST if request.method == "POST" else None)
    if form.is_valid():
        colleague = User.objects.get(pk=form.cleaned_data["colleague"])
        problem = _tried(
            lambda: commend.nominate(colleague, form.cleaned_data["why"], by=user, now=now())
        )
        if not problem:
            return Shown(leads_to=reverse("staff:commendations"))
        form.add_error("why", problem)
    sees_all = holds(request, *DECIDERS, *PUBLISHERS)
    context = {
        "form": form,
        "found": [one for one in commend.listed() if sees_all or one.nominated_by_id == user.pk],
        "sees_all": sees_all,
        "praise": _praise() if holds(request, *READERS) else [],
        "reads": holds(request, *READERS),
        "rates": rates(facts_for(request)) if holds(request, *TEAMS) else None,
        "state": state,
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return Shown(template="staff/learning/commendations.html", context=context, status=status)


@page(*READERS, acts=True)
def show_nomination(request: HttpRequest, *, number: int) -> Shown:
    """Show a comment that may be nominated for; a form nominates whom it is about."""
    found = comment_of(number, minimum_base=settings.MINIMUM_BASE)
    if found is None:
        return _NOT_THERE
    comment, problem = found[0], ""
    if request.method == "POST":
        problem = _tried(lambda: commend.nominate_for(comment, by=user_of(request), now=now()))
        if not problem:
            return Shown(leads_to=reverse("staff:commendations"))
    context = {"number": number, "words": redact(comment.text), "problem": problem}
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"comment:{number}"
    return Shown(
        template="staff/learning/nomination.html", context=context, about=about, status=status
    )


@page(*DECIDERS, *PUBLISHERS, acts=True)
def show_commendation(request: HttpRequest, *, number: int) -> Shown:
    """Show one commendation; its forms approve or refuse it, thank, and publish it."""
    one, problem = commend.find(number), ""
    if one is None:
        return _NOT_THERE
    does = request.POST.get("does", "")
    if request.method == "POST":
        if not holds(request, *_ACTS.get(does, ())):
            return REFUSED
        problem = _tried(lambda: _do(request, does, number))
        if not problem:
            return Shown(leads_to=reverse("staff:commendation", args=[number]))
    context = {
        "one": one,
        "problem": problem,
        "state": state(one),
        "decides": holds(request, *DECIDERS),
        "publishes": holds(request, *PUBLISHERS),
        "citation": request.POST.get("citation", one.citation),
        "why": request.POST.get("why", ""),
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"commendation:{number}"
    return Shown(
        template="staff/learning/commendation.html", context=context, about=about, status=status
    )


_ACTS = {
    **dict.fromkeys(("approve", "refuse", "thank"), DECIDERS),
    **dict.fromkeys(("publish", "take_back"), PUBLISHERS),
}


def _do(request: HttpRequest, does: str, number: int) -> None:
    by, at = user_of(request), now()
    if does in {"approve", "refuse"}:
        why = request.POST.get("why", "")
        commend.decide(number, approves=does == "approve", why=why, by=by, now=at)
    elif does == "thank":
        commend.thank(number, by=by, now=at)
    elif does == "publish":
        commend.publish(number, request.POST.get("citation", ""), by=by, now=at)
    else:
        commend.take_back(number, by=by, now=at)


def state(one: Commendation) -> str:
    """Say how far a commendation has come."""
    if one.approves is None:
        return "Waits for another person"
    if not one.approves:
        return "Refused"
    if one.published_at:
        return "Published"
    if one.consented_at:
        return "May be published"
    return "Thanked" if one.thanked_at else "Approved, to be thanked"


def _tried(act: Callable[[], object]) -> str:
    """Do something; give why it cannot be done, if so."""
    try:
        act()
    except commend.NotCommended as refused:
        return str(refused)
    return ""


def _praise() -> list[tuple[int, str]]:
    """Give the newest comments of which all points to praise and that nobody nominated for."""
    least = settings.MINIMUM_BASE
    shown = [cell for cell, n in cells().items() if n >= least]
    newest = [
        one
        for cell in shown[:CELLS]
        for one in comments(cell).select_related("response").exclude(response__person="")[:LOOKED]
    ]
    known = set(Commendation.objects.filter(comment__in=newest).values_list("comment", flat=True))
    good = praise(newest) - known
    return [(one.pk, redact(one.text)) for one in newest if one.pk in good][:LISTED]
