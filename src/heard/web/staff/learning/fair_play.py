"""Signs that answers may have been steered, each with what was counted and against what."""

from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.improvement.fair_play import (
    BURST,
    Finding,
    NotRead,
    Sign,
    look,
    note_phones,
    phones,
)
from heard.web.staff.access import ADMINISTRATOR, Shown, page
from heard.web.staff.learning.forms import PhonesForm
from heard.web.staff.learning.roles import user_of
from heard.web.staff.times import day

TITLES = {
    Sign.REFUSED: "Left out by hand",
    Sign.DOUBTED: "One device or network",
    Sign.BURST: "Many at once",
    Sign.OWN: "A member of staff answered",
}
_SELDOM = 0.001


@page(ADMINISTRATOR, acts=True)
def show_fair_play(request: HttpRequest) -> Shown:
    """Show what was found; a form takes in numbers of staff, of which prints are kept."""
    form = PhonesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            note_phones(form.cleaned_data["numbers"], by=user_of(request), now=now())
        except NotRead as wrong:
            form.add_error("numbers", str(wrong))
        else:
            return Shown(leads_to=reverse("staff:fair-play"))
    found = look(now=now())
    context = {
        "form": form,
        "found": [(TITLES[one.sign], one.about, words(one)) for one in found.found],
        "among": found.among,
        "since": day(found.since),
        "phones": phones(),
    }
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    return Shown(template="staff/learning/fair_play.html", context=context, status=status)


def words(one: Finding) -> str:
    """Say what was counted, against what, and how seldom chance alone makes as much."""
    if one.sign is Sign.OWN:
        times = "once" if one.cases == 1 else f"{one.cases:,} times"
        return f"Was asked about something that happened to them, and answered {times}."
    if one.sign is Sign.BURST:
        minutes = int(BURST.total_seconds() // 60)
        said = f"{one.cases:,} of {one.exposure:,} interviews ended within {minutes} minutes."
    else:
        here, there = (f"{n:,} of {of:,}" for n, of in ((one.cases, one.exposure), _rest(one)))
        what = (
            "touchpoints a person decided not to ask about"
            if one.sign is Sign.REFUSED
            else "answers came from a device or a network that had answered before"
        )
        said = f"Of {here} {what}; of the others {there}."
    return f"{said} {_chance(one.p or 0.0)}"


def _rest(one: Finding) -> tuple[int, int]:
    return one.others, one.elsewhere


def _chance(p: float) -> str:
    """Say how seldom it is, among all that was looked at."""
    if p < _SELDOM:
        return "Chance alone makes as much less than once in a thousand times."
    return f"Chance alone makes as much about {1_000 * p:.0f} times in a thousand."
