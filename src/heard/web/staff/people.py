"""Who may sign in, and what each of them holds: roles given and ended by another administrator."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.accounts import grants, people
from heard.accounts.models import Grant, User
from heard.clock.read import now
from heard.places.areas import names
from heard.web.staff.access import ADMINISTRATOR, Shown, page, person
from heard.web.staff.acts import REASONS
from heard.web.staff.columns import short
from heard.web.staff.forms import PersonForm
from heard.web.staff.times import moment

NOT_THERE = Shown(template="staff/no_person.html", status=HTTPStatus.NOT_FOUND)
LONGEST = 200  # characters of a team, or of how answers name somebody


class RoleForm(forms.Form):
    """Which role, and for what part of the force where it is not for all of it."""

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose"), *((role, REASONS[role]) for role in User.Role.values)],
        error_messages={
            "required": "Choose a role",
            "invalid_choice": "Choose a role from the list",
        },
    )
    area = forms.ChoiceField(
        label="Area",
        required=False,
        error_messages={"invalid_choice": "Choose an area from the list"},
    )
    unit = forms.CharField(
        label="Team, or whose results",
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": f"No team is longer than {LONGEST} characters"},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["area"].choices = [("", "None"), *names().items()]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse an area and a team at once."""
        if self._may_be_of_both() and all(map(self.cleaned_data.get, ("area", "unit"))):
            self.add_error("unit", "Choose an area or write a team, not both")

    @property
    def what(self) -> tuple[str, str]:
        """Give for what a valid form says that the role is: the level, if it is plain, and what."""
        given = self.cleaned_data
        if self._may_be_of_both() and given["unit"]:
            return Grant.Level.TEAM, given["unit"]
        is_of_area = Grant.Level.AREA in grants.levels(given["role"])
        return "", str(given["area"] if is_of_area else given["unit"])

    def _may_be_of_both(self) -> bool:
        levels = grants.levels(self.cleaned_data.get("role", ""))
        return {Grant.Level.AREA, Grant.Level.TEAM} <= {*levels}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A role that somebody holds or held, in words; `number` is there while it can be ended."""

    role: str
    unit: str
    begins_at: datetime
    ends_at: datetime | None
    number: int | None


@page(ADMINISTRATOR, acts=True)
def show_people(request: HttpRequest) -> Shown:
    """List everybody; a form that is sent adds somebody, who holds nothing yet."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            added = people.add_person(
                **form.cleaned_data, role=None, password=None, by=person(request), now=now()
            )
            return Shown(leads_to=reverse("staff:person", args=[added.pk]))
        except ValidationError as refused:
            form.add_error("email", " ".join(refused.messages))
    everybody = [
        (one, [_held(grant) for grant in one.held(now=now())])
        for one in User.objects.order_by("name", "email")
    ]
    status = HTTPStatus.BAD_REQUEST if form.errors else HTTPStatus.OK
    context = {"form": form, "everybody": everybody}
    return Shown(template="staff/people.html", context=context, status=status)


@page(ADMINISTRATOR, acts=True)
def show_person(request: HttpRequest, *, number: int) -> Shown:
    """Show what somebody holds and held; forms give a role, end one, shut out and sign out."""
    user = User.objects.filter(pk=number).first()
    if user is None:
        return NOT_THERE
    form = RoleForm(request.POST if request.POST.get("does") == "give" else None)
    problem = ""
    if request.method == "POST":
        try:
            if _done(request, user, form):
                return Shown(leads_to=reverse("staff:person", args=[number]))
        except grants.NoGrant as refused:
            problem = str(refused)
    context = {
        "user": user,
        "is_self": person(request).id == grants.name(user),
        "standing": [_held(one) for one in user.held(now=now())],
        "over": [_held(one) for one in user.grants if not one.holds(now=now())],
        "form": form,
        "problem": problem,
        "moment": moment,
        "short": short,
    }
    status = HTTPStatus.BAD_REQUEST if problem or request.method == "POST" else HTTPStatus.OK
    return Shown(
        template="staff/person.html", context=context, about=grants.name(user), status=status
    )


def _done(request: HttpRequest, user: User, form: RoleForm) -> bool:
    """Do what a form of the page asks for; tell whether it could be made out. NoGrant."""
    by, at, does = person(request), now(), request.POST.get("does", "")
    grant = _grant(user, request.POST.get("grant", ""))
    if does in {"out", "in"}:
        people.change_person(user, is_active=does == "in", by=by, now=at)
    elif does == "sign-out":
        grants.sign_out_everywhere(user, by=by, now=at)
    elif does == "end" and grant is not None:
        grants.end(grant, by=by, now=at)
    elif does == "give" and form.is_valid():
        role, (level, unit) = form.cleaned_data["role"], form.what
        grants.give(user, role=role, level=level, unit=unit, by=by, now=at)
    else:
        return False
    return True


def _grant(user: User, number: str) -> Grant | None:
    return next((one for one in user.held(now=now()) if str(one.pk) == number), None)


def _held(grant: Grant) -> Held:
    return Held(
        role=REASONS.get(grant.role, grant.role),
        unit=_unit(grant),
        begins_at=grant.begins_at,
        ends_at=grant.ends_at,
        number=grant.pk if grant.holds(now=now()) else None,
    )


def _unit(grant: Grant) -> str:
    if grant.level == Grant.Level.FORCE:
        return "The whole force"
    return names().get(grant.unit, grant.unit) if grant.level == Grant.Level.AREA else grant.unit
