"""The hours of live chat: those of now, those to come, and the days on which it is closed."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.conversations import hours
from heard.conversations.hours import BadHours
from heard.conversations.models import Closure, OpeningHours
from heard.core.timing import london_date
from heard.web.staff.access import Shown, page, person
from heard.web.staff.assistant.forms import DAYS, ClosureForm, HoursForm, shown
from heard.web.staff.assistant.views import MANAGERS
from heard.web.staff.times import moment
from heard.web.staff.words import long_day


@page(*MANAGERS, acts=True)
def show_hours(request: HttpRequest) -> Shown:
    """Show the hours; one form sets those from a day on, others close a day and open it again."""
    at = now()
    today = london_date(at)
    known = hours.hours()
    week = next(one for one in known.weeks if one.valid_from <= today)
    is_closing = request.POST.get("do") == "close"
    is_setting = request.method == "POST" and not is_closing
    form = HoursForm(request.POST if is_setting else None, week=week)
    closing = ClosureForm(request.POST if is_closing else None)
    if request.method == "POST" and _done(request, form, closing):
        return Shown(leads_to=reverse("staff:assistant-hours"))
    context = {
        "is_on": hours.is_on(now=at),
        "opens": hours.opens_next(now=at),
        "form": form,
        "closing": closing,
        "week": [
            (day, " to ".join(map(shown, span)) if span else "Closed")
            for day, span in zip(DAYS, week.days, strict=True)
        ],
        "on_bank_holidays": week.on_bank_holidays,
        "kept": OpeningHours.objects.order_by("-valid_from", "-id"),
        "closures": Closure.objects.filter(day__gte=today).order_by("day"),
        "moment": moment,
        "long_day": long_day,
    }
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    return Shown(template="staff/assistant/hours.html", context=context, status=status)


def _done(request: HttpRequest, form: HoursForm, closing: ClosureForm) -> bool:
    """Do what a form asks for; False where that could not be."""
    by, at = person(request), now()
    if request.POST.get("do") == "open":
        number = request.POST.get("number", "")
        found = Closure.objects.filter(pk=number).first() if number.isdecimal() else None
        if found is not None:
            hours.open_day(found.day, by=by, now=at)
        return True
    try:
        if request.POST.get("do") == "close":
            if not closing.is_valid():
                return False
            given = closing.cleaned_data
            hours.close_day(given["day"], given["closed_why"], by=by, now=at)
            return True
        if not form.is_valid():
            return False
        hours.set_hours(form.week(), by=by, now=at)
    except BadHours as refused:
        wrong = closing if closing.is_bound else form
        wrong.add_error("day" if closing.is_bound else "valid_from", str(refused))
        return False
    return True
