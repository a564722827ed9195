"""The survey of members on the pages for staff: set up by one person, approved by another."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from http import HTTPStatus

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.timing import LONDON, london_date
from heard.insight.members_rates import rates
from heard.membership import waves
from heard.membership.models import Wave
from heard.membership.waves import REMINDS, NoWave, Plan, quarter_of
from heard.web.staff.access import (
    ADMINISTRATOR,
    ANALYST,
    COMMUNICATIONS,
    Shown,
    page,
    person,
)
from heard.web.staff.members import confidence_words
from heard.web.staff.messages.forms import WhyForm
from heard.web.staff.times import moment

SURVEYORS = (ADMINISTRATOR, ANALYST, COMMUNICATIONS)
OPENS = time(9)  # of the day on which a wave opens, in London
MOST = 100_000
NOT_THERE = Shown(template="staff/members/no_wave.html", status=HTTPStatus.NOT_FOUND)
_DAY = {"invalid": "Enter a date, like 2 November 2020", "required": "Enter a day"}
_EACH = f"Enter a number from 1 to {MOST:,}, or nothing for all members"


class WaveForm(forms.Form):
    """When a quarter's survey opens, how many are drawn, and whether they are reminded."""

    opens_on = forms.DateField(
        label="The day on which it opens",
        input_formats=["%d %B %Y", "%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.TextInput,
        error_messages=_DAY,
    )
    each = forms.IntegerField(
        label="Members to draw in each area",
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _EACH),
    )
    remind = forms.ChoiceField(
        label="Remind whoever has not begun",
        required=False,
        choices=[("", "No"), *((str(one.days), f"After {one.days} days") for one in REMINDS)],
        error_messages={"invalid_choice": "Choose from the list"},
    )

    def plan(self) -> Plan:
        """Give what a valid form asks for."""
        found = self.cleaned_data
        day = found["opens_on"]
        return Plan(
            quarter=quarter_of(day),
            opens_at=datetime.combine(day, OPENS, LONDON),
            each=found["each"],
            remind_after=timedelta(days=int(found["remind"])) if found["remind"] else None,
        )


@page(*SURVEYORS, acts=True)
def show_waves(request: HttpRequest) -> Shown:
    """List all waves, the newest first, and set one up."""
    form = WaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = waves.set_up(form.plan(), by=person(request), now=now())
            return Shown(leads_to=reverse("staff:wave", args=[made.pk]))
        except NoWave as refused:
            form.add_error("opens_on", str(refused))
    context = {"form": form, "found": Wave.objects.order_by("-opens_at", "-id"), **_said()}
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/members/waves.html", context=context, status=status)


@page(*SURVEYORS, acts=True)
def show_wave(request: HttpRequest, *, number: int) -> Shown:
    """Show one wave and how far it has come; a form approves or cancels it."""
    wave = Wave.objects.filter(pk=number).first()
    if wave is None:
        return NOT_THERE
    form, problem = WhyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST":
        try:
            if _do(request, wave, form):
                return Shown(leads_to=reverse("staff:wave", args=[number]))
        except NoWave as refused:
            problem = str(refused)
        wave.refresh_from_db()
    context: dict[str, object] = {
        "wave": wave,
        "problem": problem,
        "form": form if request.POST.get("do") == "cancel" else WhyForm(),
        "may_approve": wave.stage == Wave.Stage.ASKED and wave.author != person(request).id,
        "may_cancel": wave.stage != Wave.Stage.CANCELLED and wave.closed_at is None,
        **_said(),
    }
    if wave.drawn_at is not None:
        made = rates(wave, now=now(), minimum_base=confidence_words.LEAST)
        context |= {
            "in_all": confidence_words.in_all(made),
            "left_out": confidence_words.left_out(made),
        }
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    template = "staff/members/wave.html"
    return Shown(template=template, context=context, about=f"wave:{number}", status=status)


def state(wave: Wave, *, at: datetime) -> str:
    """Say how far a wave has come."""
    if wave.stage != Wave.Stage.READY:
        return Wave.Stage(wave.stage).label[0].upper() + Wave.Stage(wave.stage).label[1:]
    if wave.closed_at is not None:
        return "Closed"
    if at < wave.opens_at:
        return f"Opens {moment(wave.opens_at)}"
    return f"Open until {moment(wave.ends_at)}" if at < wave.ends_at else "Ended"


def _do(request: HttpRequest, wave: Wave, form: WhyForm) -> bool:
    """Do what a form of the page asks for; False where a reason is missing. NoWave."""
    by, what = person(request), request.POST.get("do", "")
    if what == "approve":
        waves.approve(wave, by=by, now=now())
        return True
    if what != "cancel":
        raise NoWave("Choose what to do.")
    if form.is_valid():
        waves.cancel(wave, form.cleaned_data["why"], by=by, now=now())
    return form.is_valid()


def _said() -> Mapping[str, object]:
    at = now()
    named: Callable[[Wave], str] = waves.name
    return {
        "name": named,
        "state": lambda wave: state(wave, at=at),
        "moment": moment,
        "days": waves.LIVES.days,
        "today": london_date(at),
    }
