"""Partners' lists: sent in by one person, looked through, and approved by another."""

from collections import Counter
from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.journal.write import Actor
from heard.membership import lists, sheets
from heard.membership.lists import Consent, NotApproved
from heard.membership.models import PartnerList
from heard.membership.sheets import BadSheet
from heard.places.areas import names
from heard.web.languages import BY_CODE
from heard.web.staff.access import ADMINISTRATOR, COMMUNICATIONS, Shown, page, person
from heard.web.staff.community.forms import ListForm
from heard.web.staff.times import moment

LISTED = 50
_NOT_THERE = Shown(template="staff/community/no_list.html", status=HTTPStatus.NOT_FOUND)
_ROLES = (COMMUNICATIONS, ADMINISTRATOR)


@page(*_ROLES, acts=True)
def show_lists(request: HttpRequest) -> Shown:
    """List what partners sent; a form keeps another list, and asks nobody yet."""
    form = ListForm(request)
    if form.is_valid() and (kept := _kept(form, person(request))):
        return Shown(leads_to=reverse("staff:community-list", args=[kept.pk]))
    context = {
        "form": form,
        "found": PartnerList.objects.order_by("-id")[:LISTED],
        "columns": sheets.PARTNER,
        "most": sheets.MOST,
        "oldest": sheets.OLDEST.days,
        "state": state,
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/community/lists.html", context=context, status=status)


@page(*_ROLES, acts=True)
def show_list(request: HttpRequest, *, number: int) -> Shown:
    """Show what a list has, without anybody's address; a form approves it or throws it away."""
    found = PartnerList.objects.filter(pk=number).first()
    if found is None:
        return _NOT_THERE
    by, problem = person(request), ""
    if request.method == "POST":
        problem = _decided(found, request.POST.get("decision", ""), by)
        if not problem:
            return Shown(leads_to=reverse("staff:community-list", args=[number]))
    context = {
        "one": found,
        "problem": problem,
        "is_own": found.kept_by == by.id,
        "areas": _areas(found),
        "state": state,
        "moment": moment,
        "waits": lists.WAITS.days,
        "shown": lists.SHOWN,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"members-list:{found.pk}"
    return Shown(template="staff/community/list.html", context=context, about=about, status=status)


def state(one: PartnerList) -> str:
    """Say in words how far a list is."""
    if one.ended_at is None:
        return "Being asked" if one.approved_at else "Waits for approval"
    return "Asked" if one.approved_at and one.done == one.total else "Thrown away"


def _kept(form: ListForm, by: Actor) -> PartnerList | None:
    said, moment_ = form.cleaned_data, now()
    try:
        sheet = sheets.partner(said["text"], languages=BY_CODE, now=moment_)
    except BadSheet as fault:
        form.add_error("file", str(fault))
        return None
    if not sheet.people:
        first = f" Line {sheet.faults[0].line}: {sheet.faults[0].rule}" if sheet.faults else ""
        form.add_error("file", f"Nobody can be asked by this list.{first}")
        return None
    consent = Consent(partner=said["partner"], proof=said["proof"], source=said["source"])
    return lists.keep(sheet, consent, by=by, now=moment_)


def _decided(found: PartnerList, decision: str, by: Actor) -> str:
    """Do what was chosen; give what stands against it, or nothing."""
    if decision == "discard":
        lists.discard(found.pk, by=by, now=now())
        return ""
    if decision != "approve":
        return "Choose whether these people are asked"
    try:
        lists.approve(found.pk, by=by, now=now())
    except NotApproved as fault:
        return str(fault)
    return ""


def _areas(found: PartnerList) -> list[tuple[str, int]]:
    """Count the people of a list by area, as far as they are still known."""
    counted: Counter[str] = Counter(lists.areas(found, now=now()))
    named = [*names().items(), ("", "Not known, or outside")]
    return [(name, counted[code]) for code, name in named if counted[code]]
