"""Sign-up drives: the list, one drive with its goals and codes, its posters, and all as a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from http import HTTPStatus

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.posters import Paper, PosterError
from heard.core.statistics.pace import FEW
from heard.core.timing import london_date
from heard.insight import drives as figures
from heard.insight.members import end_of, year_to
from heard.membership import drives
from heard.membership.drives import NoDrive, Owner
from heard.membership.models import Cost, Drive, DriveCode, Goal
from heard.web import posters, sheets
from heard.web.staff.access import (
    ADMINISTRATOR,
    COMMANDER,
    COMMUNICATIONS,
    NEIGHBOURHOOD,
    File,
    Shown,
    page,
    person,
)
from heard.web.staff.community import drive_words as words
from heard.web.staff.community.drive_forms import CodeForm, CostForm, DriveForm
from heard.web.staff.filters import day_field
from heard.web.staff.members.views import XLSX
from heard.web.staff.messages.who import areas_of
from heard.web.staff.words import long_day

LISTED = 200
NOT_THERE = Shown(template="staff/community/no_drive.html", status=HTTPStatus.NOT_FOUND)
ROLES = (COMMUNICATIONS, ADMINISTRATOR, NEIGHBOURHOOD, COMMANDER)


class AtForm(forms.Form):
    """As at the end of which day; without one it is now."""

    at = day_field("As at the end of")

    def day(self) -> date:
        """Give the day that was chosen; none is chosen after today."""
        today = london_date(now())
        found = self.cleaned_data.get("at") if self.is_valid() else None
        return min(found or today, today)


@page(*ROLES, acts=True)
def show_drives(request: HttpRequest) -> Shown:
    """List the drives that are theirs, the newest first; a form begins another."""
    by, at = owner(request), AtForm(request.GET.dict())
    form = DriveForm(request.POST if request.method == "POST" else None, by=by)
    if form.is_valid():
        try:
            made = drives.begin(
                form.cleaned_data["name"], form.days(), form.goals(), by=by, now=now()
            )
            return Shown(leads_to=reverse("staff:community-drive", args=[made.pk]))
        except NoDrive as fault:
            form.add_error(fault.name, str(fault))
    on = at.day()
    since, _ = year_to(london_date(now()))
    context = {
        "form": form,
        "filters": at,
        "on": on,
        "query": f"at={on}",
        "found": [(one, _summed(one, on)) for one in theirs(by)],
        "others": words.others(figures.others(end_of(since), end_of(on))),
        "since": long_day(since),
        "day": long_day(on),
        "words": words,
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/community/drives.html", context=context, status=status)


@page(*ROLES, acts=True)
def show_drive(request: HttpRequest, *, number: int) -> Shown:
    """Show one: its goals and what each code brought; forms add a code and a cost, and end it."""
    by = owner(request)
    drive = next((one for one in theirs(by) if one.pk == number), None)
    if drive is None:
        return NOT_THERE
    given = request.POST if request.method == "POST" else None
    do, codes = request.POST.get("do", ""), codes_of(drive, by)
    goals = drives.areas_of(drive)
    code = CodeForm(given if do == "code" else None, areas=goals, by=by)
    cost = CostForm(given if do == "cost" else None, codes=[c for c in codes if _pays(c, by)])
    problem, filters = "", AtForm(request.GET.dict())
    if given is not None:
        problem = _done(drive, do, code, cost, by)
        if not (problem or code.errors or cost.errors):
            return Shown(leads_to=reverse("staff:community-drive", args=[number]))
    on = filters.day()
    ways = [one for one in figures.ways(drive, on=on) if by.may([one.area])]
    context = {
        "drive": drive,
        "filters": filters,
        "day": long_day(on),
        "on": on,
        "ways": [words.way(one) for one in ways],
        "lines": [words.line(one) for one in figures.brought(codes, on=on)],
        "costs": Cost.objects.filter(code__in=codes).select_related("code").order_by("-on", "-id"),
        "code": code,
        "cost": cost if codes else None,
        "problem": problem,
        "may_end": by.may(goals) and drive.first <= london_date(now()) < drive.last,
        "words": words,
        "few": FEW,
    }
    status = HTTPStatus.OK if given is None else HTTPStatus.BAD_REQUEST
    about, template = drives.subject(drive), "staff/community/drive.html"
    return Shown(template=template, context=context, about=about, status=status)


@page(*ROLES)
def show_file(request: HttpRequest, suffix: str) -> Shown:
    """Hand out what every code of the drives that are theirs brought, as a file."""
    if suffix not in {"csv", "xlsx"}:
        return NOT_THERE
    by, on, at = owner(request), AtForm(request.GET.dict()).day(), now()
    lines = [
        words.cells(drive, one, on)
        for drive in theirs(by)
        for one in figures.brought(codes_of(drive, by), on=on)
    ]
    if suffix == "csv":
        content = f"{sheets.MARK}{sheets.as_csv(words.COLUMNS, lines)}".encode()
        kind = "text/csv; charset=utf-8"
    else:
        content, kind = sheets.as_workbook("Drives", words.COLUMNS, lines, as_of=at), XLSX
    name = f"heard-drives-{on}.{suffix}"
    return Shown(file=File(content=content, kind=kind, name=name), about=suffix)


@page(*ROLES)
def show_poster(request: HttpRequest, *, code: str) -> Shown:
    """Hand out the poster of a code as PDF."""
    by = owner(request)
    known = DriveCode.objects.filter(code=code).select_related("drive")
    found = known.first() if drives.CODE.fullmatch(code) else None
    if found is None or not sees(found, by):
        return NOT_THERE
    try:
        content = posters.of_drive(found, words.place(found) if found.area else "", Paper.A4)
    except PosterError as fault:
        context = {"why": f"{fault}.", "number": found.drive_id}
        status, template = HTTPStatus.BAD_REQUEST, "staff/community/no_drive.html"
        return Shown(template=template, context=context, status=status)
    name = f"poster-{found.code}.pdf"
    file = File(content=content, kind="application/pdf", name=name)
    return Shown(file=file, about=f"{drives.subject(found.drive)} {found.code}")


def owner(request: HttpRequest) -> Owner:
    """Give for which areas whoever looks runs drives."""
    return Owner(actor=person(request), areas=areas_of(request))


def theirs(by: Owner) -> list[Drive]:
    """Give the drives that run in an area of theirs, the newest first."""
    found = Drive.objects.order_by("-first", "-id")
    if by.areas is not None:
        mine = Goal.objects.filter(area__in=by.areas)
        found = found.filter(pk__in=mine.values("drive"))
    return list(found[:LISTED])


def codes_of(drive: Drive, by: Owner) -> list[DriveCode]:
    """Give the codes of a drive that are for an area of theirs, or for all of it."""
    found = DriveCode.objects.filter(drive=drive).select_related("drive").order_by("id")
    return [one for one in found if sees(one, by)]


def sees(code: DriveCode, by: Owner) -> bool:
    """Tell whether a code is theirs to see: of an area of theirs, or of all areas of a drive."""
    if code.area:
        return by.may([code.area])
    return by.areas is None or bool(set(drives.areas_of(code.drive)) & set(by.areas))


def _pays(code: DriveCode, by: Owner) -> bool:
    return by.may([code.area] if code.area else drives.areas_of(code.drive))


def _done(drive: Drive, do: str, code: CodeForm, cost: CostForm, by: Owner) -> str:
    """Do what a form of the page asks for; give what stands against it, or nothing."""
    acts: Mapping[str, tuple[forms.Form | None, Callable[[], object]]] = {
        "code": (code, lambda: drives.add_code(drive, code.source(), by=by, now=now())),
        "cost": (cost, lambda: _pay(cost, by)),
        "end": (None, lambda: drives.end(drive, by=by, now=now())),
    }
    if do not in acts:
        return "Choose what to do."
    form, act = acts[do]
    if form is not None and not form.is_valid():
        return ""
    try:
        act()
    except NoDrive as fault:
        if form is None or fault.name not in form.fields:
            return str(fault)
        form.add_error(fault.name, str(fault))
    return ""


def _pay(form: CostForm, by: Owner) -> None:
    said = form.cleaned_data
    of = DriveCode.objects.select_related("drive").get(pk=said["of"])
    drives.add_cost(of, form.pence(), on=said["on"], what=said["what"], by=by, now=now())


def _summed(drive: Drive, on: date) -> Sequence[str]:
    """Say of a drive in the list how many of its goals are how far."""
    found = [words.PACES[one.course.pace] for one in figures.ways(drive, on=on)]
    return [f"{said}: {found.count(said)}" for said in dict.fromkeys(found)]
