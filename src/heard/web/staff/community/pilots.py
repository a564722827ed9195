"""The pilot outside neighbourhood teams: where it is on, a form for each step, and its effect."""

from collections.abc import Sequence
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.clock.read import now
from heard.core.statistics.verdicts import Finding
from heard.core.timing import london_date
from heard.insight.pilot_effect import Measured, Rates, measured
from heard.membership import pilots
from heard.membership.models import Message, Pilot
from heard.membership.pilots import ROLES, NoPilot, Wanted
from heard.places.areas import names
from heard.web.staff.access import ADMINISTRATOR, COMMUNICATIONS, Shown, page, person
from heard.web.staff.community.drive_forms import day_of
from heard.web.staff.members.words import NONE, Cells
from heard.web.staff.words import long_day

VERDICTS = {
    Finding.REAL: "It moved",
    Finding.CHANCE: "Not distinguishable from no effect",
    Finding.TOO_SMALL: "Too early to say",
}
LISTED = 50


class PilotForm(forms.Form):
    """Where, who and from when on; `teams` are names of teams of the area, one a line."""

    area = forms.ChoiceField(
        label="Area",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose an area"),
    )
    roles = forms.MultipleChoiceField(
        label="Who may take part",
        choices=[*ROLES.items()],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list"), "Choose who may take part"
        ),
    )
    teams = forms.CharField(
        label="Only these teams, one a line; empty for all of the area",
        required=False,
        max_length=2_000,
        widget=forms.Textarea,
    )
    first = day_of("From")
    reason = forms.CharField(
        label="Why",
        max_length=1_000,
        widget=forms.Textarea,
        error_messages={"required": "Say why", "max_length": "Why: 1,000 characters at most"},
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        self.fields["area"].choices = [("", "Choose"), *names().items()]  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        teams = [line.strip() for line in said["teams"].splitlines() if line.strip()]
        return Wanted(
            area=said["area"],
            roles=said["roles"],
            teams=teams,
            first=said["first"],
            reason=said["reason"],
        )


@page(COMMUNICATIONS, ADMINISTRATOR, acts=True)
def show_pilots(request: HttpRequest) -> Shown:
    """Show where it is or was on and what came of it; forms begin one and end one."""
    given = request.POST if request.method == "POST" else None
    form = PilotForm(given if given is not None and given.get("do") != "end" else None)
    problem = ""
    if given is not None and given.get("do") == "end":
        problem = _ended(request, given)
    elif form.is_valid():
        try:
            pilots.begin(form.wanted(), by=person(request), now=now())
        except NoPilot as fault:
            form.add_error(fault.name, str(fault))
    if given is not None and not problem and not form.errors:
        return Shown(leads_to=reverse("staff:community-pilot"))
    found = Pilot.objects.order_by("-first", "-id")[:LISTED]
    context = {
        "form": form,
        "problem": problem,
        "found": [_said(measured(one, now=now())) for one in found],
        "names": names(),
        "roles": ROLES,
        "long_day": long_day,
        "today": london_date(now()),
    }
    status = HTTPStatus.OK if given is None else HTTPStatus.BAD_REQUEST
    return Shown(template="staff/community/pilot.html", context=context, status=status)


def _ended(request: HttpRequest, given: QueryDict) -> str:
    number = given.get("number", "")
    found = Pilot.objects.filter(pk=number).first() if number.isdecimal() else None
    if found is None:
        return "Choose which pilot ends."
    try:
        pilots.end(found, given.get("why", ""), by=person(request), now=now())
    except NoPilot as fault:
        return str(fault)
    return ""


def _said(found: Measured) -> dict[str, object]:
    effect, rank = found.effect, found.rank
    return {
        "pilot": found.pilot,
        "verdict": VERDICTS[found.finding],
        "why": found.why,
        "effect": effect
        and {
            "times": f"{effect.ratio:.2f}",
            "range": f"{effect.low:.2f} to {effect.high:.2f}",
            "p": "below 0.001" if effect.p < 0.001 else f"{effect.p:.3f}",  # noqa: PLR2004
            "spread": f"{effect.dispersion:.1f}",
        },
        "rank": rank
        and {
            "rank": rank.rank,
            "among": rank.among,
            "p": f"{rank.p:.3f}",
            "smallest": f"{rank.smallest:.3f}",
        },
        "rates": [_line("Here", found.here), _line("Other areas", found.elsewhere)],
        "others": ", ".join(names()[one] for one in found.others),
        "months": [
            Cells(
                name=f"{one.month:%B %Y}{', since' if one.is_since else ''}",
                cells=[*_pair(one.here), *_pair(one.elsewhere)],
            )
            for one in found.months
        ],
        "messages": Message.objects.filter(pilot=found.pilot).count(),
    }


def _line(name: str, both: tuple[Rates, Rates] | None) -> Cells:
    return Cells(name=name, cells=[cell for one in both or () for cell in _pair(one)])


def _pair(one: Rates) -> Sequence[str]:
    return f"{one.joins:,}", NONE if one.rate is None else f"{one.rate}"
