"""Becoming a member: a form, a letter with a link, and a button behind the link.

What the form answers is the same for every address.
"""

import secrets
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from heard.clock.read import now
from heard.equality import link
from heard.equality.link import Pass
from heard.membership import change, enrol, requests
from heard.membership.drives import note_use
from heard.membership.enrol import Sender, Wish
from heard.membership.models import Access, Frequency, Interest, Member
from heard.web.citizen.community.forms import JoinForm
from heard.web.citizen.community.visits import closed
from heard.web.languages import current

METHODS = ("GET", "HEAD", "POST")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what members get, and what we keep of them."""
    return render(request, "citizen/community/about.html")


@require_http_methods([*METHODS])
@cache_control(no_store=True)
def join(request: HttpRequest) -> HttpResponse:
    """Take in what somebody wants, and send them a link to confirm it."""
    given = request.POST if request.method == "POST" else None
    first = {"frequency": Frequency.EACH, "source": request.GET.get("source", "")}
    form = JoinForm(given, initial=first)
    if given is not None and "source" in form.errors:  # nothing that somebody typed
        form = JoinForm({**given.dict(), "interests": given.getlist("interests"), "source": ""})
    if form.is_valid():
        requests.keep(_wish(form), sender=sender(request), now=now())
        note_use(form.cleaned_data["source"], asked=1, now=now())
        return redirect("citizen:community-sent")
    if request.method == "GET":
        note_use(request.GET.get("source", ""), opened=1, now=now())
    return render(request, "citizen/community/join.html", {"form": form})


@require_http_methods([*METHODS])
@cache_control(no_store=True)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Make a member of whoever got the link and presses the button behind it."""
    moment = now()
    if request.method == "POST":
        member = enrol.confirm(token, draw=secrets.token_bytes, now=moment)
        return ask_about(member, now=moment) if member else closed(request)
    found = enrol.find(token, now=moment)
    if found is None or found.purpose != Access.Purpose.CONFIRM:
        return closed(request)
    return render(request, "citizen/community/confirm.html", {"token": token})


def ask_about(member: Member, *, now: datetime) -> HttpResponse:
    """Go to the equality questions, of which a member says first whether they want them."""
    opened = Pass(apart=change.about(member), quick_exit=False, is_member=True)
    return redirect("citizen:equality", link.make(opened, now=now))


def sender(request: HttpRequest) -> Sender:
    """Say where links lead, and from which network they were asked for."""
    network = str(request.META.get("REMOTE_ADDR", ""))
    return Sender(site=settings.SITE_URL, draw=secrets.token_bytes, network=network)


def _wish(form: JoinForm) -> Wish:
    found = form.cleaned_data
    return Wish(
        email=found["email"],
        phone=found["phone"],
        postcode=found["postcode"],
        language=current().code,
        interests=[Interest(one) for one in found["interests"]],
        frequency=Frequency(found["frequency"]),
        source=found["source"],
    )
