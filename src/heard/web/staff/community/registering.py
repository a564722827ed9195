"""Registering somebody whom an officer meets: they confirm it themselves all the same."""

import secrets
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.core.posters import qr_svg
from heard.membership.drives import note_use
from heard.membership.enrol import BadWish, Sender, Wish
from heard.membership.street import TooMany, meet
from heard.web.staff.access import (
    ADMINISTRATOR,
    COMMUNICATIONS,
    NEIGHBOURHOOD,
    File,
    Shown,
    page,
    person,
)
from heard.web.staff.community.forms import HOW, CodeForm, RegisterForm
from heard.web.staff.seen import PILOT

_ROLES = (NEIGHBOURHOOD, COMMUNICATIONS, ADMINISTRATOR, PILOT)


@page(*_ROLES, acts=True)
def show_register(request: HttpRequest) -> Shown:
    """Ask for an address and how its owner agreed. The answer is the same for every address."""
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _registered(request, form):
        kept = urlencode({"source": form.cleaned_data["source"], "done": "yes"})
        return Shown(leads_to=f"{reverse('staff:community-register')}?{kept}")
    code = CodeForm(request.GET.dict())
    source = code.cleaned_data["source"] if code.is_valid() else ""
    if not form.is_bound:
        form.initial = {"source": source, "language": "en"}
    context = {
        "form": form,
        "code": code,
        "done": request.GET.get("done") == "yes",
        "source": source,
        "address": _address(source),
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/community/register.html", context=context, status=status)


@page(*_ROLES)
def show_qr(request: HttpRequest) -> Shown:
    """Draw the code by which people come to the form on their own phones."""
    code = CodeForm(request.GET.dict())
    source = code.cleaned_data["source"] if code.is_valid() else ""
    return Shown(file=File(content=qr_svg(_address(source)).encode(), kind="image/svg+xml"))


def _registered(request: HttpRequest, form: RegisterForm) -> bool:
    """Register whom a form names; where it cannot be, say why on the form."""
    said, by = form.cleaned_data, person(request)
    wish = Wish(
        email=said["email"],
        phone=said["phone"],
        postcode=said["postcode"],
        language=said["language"],
        source=said["source"],
    )
    proof = f"{dict(HOW)[said['how']]}. Where: {said['where']}. Registered by {by.label}."
    sender = Sender(site=settings.SITE_URL, draw=secrets.token_bytes)
    try:
        meet(wish, proof=proof, by=by, sender=sender, now=now())
        note_use(said["source"], asked=1, now=now())
    except TooMany as fault:
        form.add_error(None, str(fault))
        return False
    except BadWish as fault:
        form.add_error(fault.name, str(fault))
        return False
    return True


def _address(source: str) -> str:
    query = f"?{urlencode({'source': source})}" if source else ""
    return f"{settings.SITE_URL}{reverse('citizen:community-join')}{query}"
