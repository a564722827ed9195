"""Who may be called now, and one case at a time: why not, its check of the day, and its end."""

from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.safe_calls import MOST_TRIES, WHYS, SafeTime
from heard.specialist import calls, consents
from heard.specialist.check import check
from heard.specialist.models import Consent
from heard.specialist.worklist import Listed, listed, work_list
from heard.web.staff import sentences
from heard.web.staff.access import CALLER, SUPERVISOR, Shown, holds, page, person
from heard.web.staff.calls.forms import CheckForm
from heard.web.staff.filters import WEEKDAYS
from heard.web.staff.times import moment

GONE = Shown(template="staff/calls/gone.html", status=HTTPStatus.NOT_FOUND)


@page(CALLER, SUPERVISOR)
def show_calls(request: HttpRequest) -> Shown:
    context = {
        "listed": work_list(now=now()),
        "is_supervisor": _is_supervisor(request),
        "most_tries": MOST_TRIES,
        **_said(),
    }
    return Shown(template="staff/calls/calls.html", context=context)


@page(CALLER, SUPERVISOR)
def show_case(request: HttpRequest, *, number: int) -> Shown:
    found = listed(number, now=now())
    return GONE if found is None else _case(request, found)


@page(CALLER, acts=True)
def begin(request: HttpRequest, *, number: int) -> Shown:
    """Begin a call, and go on to its script; where it may not be now, say why."""
    if request.method == "POST":
        try:
            calls.begin(number, by=person(request), now=now())
        except calls.NotNow:
            found = listed(number, now=now())
            return GONE if found is None else _case(request, found, status=HTTPStatus.CONFLICT)
        except calls.NoCall:
            return GONE
        return Shown(leads_to=reverse("staff:call", args=[number]))
    return Shown(leads_to=reverse("staff:call-case", args=[number]))


@page(SUPERVISOR, acts=True)
def show_check(request: HttpRequest, *, number: int) -> Shown:
    found = listed(number, now=now())
    if found is None or found.consent.over_at is not None:
        return GONE
    form = CheckForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            check(number, form.told(), by=person(request), now=now())
        except Consent.DoesNotExist:
            return GONE
        return Shown(leads_to=reverse("staff:call-case", args=[number]))
    context = {"found": found, "form": form, "title": sentences.title}
    return Shown(
        template="staff/calls/check.html",
        context=context,
        about=f"consent:{number}",
        status=HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK,
    )


@page(CALLER, SUPERVISOR, acts=True)
def show_withdraw(request: HttpRequest, *, number: int) -> Shown:
    """Ask once more, and end the consent."""
    found = listed(number, now=now())
    if found is None or found.consent.over_at is not None:
        return GONE
    if request.method == "POST":
        consents.withdraw(number, because="withdrawn", by=person(request), now=now())
        return Shown(leads_to=reverse("staff:call-case", args=[number]))
    context = {"found": found}
    return Shown(template="staff/calls/withdraw.html", context=context, about=f"consent:{number}")


def hours(times: Iterable[SafeTime]) -> str:
    """Give hours in words: 'Tuesday 10:00 to 12:00'."""
    return "; ".join(
        f"{WEEKDAYS[one.weekday - 1]} {one.opens:%H:%M} to {one.closes:%H:%M}" for one in times
    )


def _case(request: HttpRequest, found: Listed, *, status: HTTPStatus = HTTPStatus.OK) -> Shown:
    context = {
        "found": found,
        "is_supervisor": _is_supervisor(request),
        "title": sentences.title,
        "moment": moment,
        **_said(),
    }
    about = f"consent:{found.consent.pk}"
    return Shown(template="staff/calls/case.html", context=context, about=about, status=status)


def _said() -> dict[str, object]:
    return {"hours": hours, "why": lambda codes: [WHYS[code] for code in codes]}


def _is_supervisor(request: HttpRequest) -> bool:
    return holds(request, SUPERVISOR)
