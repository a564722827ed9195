"""What proves beside a password who somebody is: they add it here themselves, and take it away."""

import secrets
from base64 import b32encode
from http import HTTPStatus

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from markupsafe import Markup

from heard.accounts.models import User
from heard.admission import factors, passkeys, sessions
from heard.admission.passkeys import NotProven
from heard.clock.read import machine, now
from heard.core import one_time_codes
from heard.journal.write import Actor
from heard.web.staff import entering
from heard.web.staff.access import Shown, act, page
from heard.web.staff.account.forms import CodeForm, PasskeyForm
from heard.web.staff.account.views import EVERYBODY, owner
from heard.web.staff.relying_party import scripts, server

STATE = "new-passkey"  # in a session: what the answer of a new passkey is held against
STALE = Shown(template="staff/account/stale.html", status=HTTPStatus.CONFLICT)


@page(*EVERYBODY, acts=True)
def show_app(request: HttpRequest) -> Shown:
    """Show the secret of an app as a picture and in letters, until the app has shown a code."""
    user = owner(request)
    if not entering.is_fresh(request) or factors.factors(user).app:
        return STALE
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data["code"]
        if factors.confirm_app(user, given, moment=machine(), now=now()):
            return _added(request, user)
        form.add_error("code", "This code is not right: enter the one that the app shows now")
    secret = factors.begin_app(user, draw=secrets.token_bytes)
    address = one_time_codes.address(secret, account=user.email, issuer=settings.FORCE_NAME)
    code = segno.make(address, error="m", micro=False)
    spelt = b32encode(secret).decode()
    context = {
        "form": form,
        "picture": Markup(code.svg_inline(scale=5, border=4)),  # noqa: S704 - drawn from squares
        "secret": " ".join(spelt[n : n + 4] for n in range(0, len(spelt), 4)),
    }
    return Shown(template="staff/account/app.html", context=context)


@scripts
@page(*EVERYBODY, acts=True)
def show_new_passkey(request: HttpRequest) -> Shown:
    """Let a browser make a passkey, and keep its public half."""
    if not entering.is_fresh(request):
        return STALE
    user, (site, host) = owner(request), server()
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            passkeys.add(
                user,
                request.session.pop(STATE, {}),
                form.cleaned_data["answer"],
                server=(site, host),
                name=form.cleaned_data["name"],
                now=now(),
            )
        except NotProven as wrong:
            form.add_error("name", str(wrong))
        else:
            return _added(request, user)
    options, request.session[STATE] = passkeys.begin_new(user, site=site, host=host)
    context = {"form": form, "options": options}
    return Shown(template="staff/account/new_passkey.html", context=context)


@page(*EVERYBODY, acts=True)
def show_codes(request: HttpRequest) -> Shown:
    """Offer new codes for paper; a POST makes them, and shows them this once."""
    user = owner(request)
    if not entering.is_fresh(request) or not factors.factors(user).has_any:
        return STALE
    made = factors.write_codes(user, now=now()) if request.method == "POST" else []
    return Shown(template="staff/account/codes.html", context={"made": made})


@act(*EVERYBODY, back="account")
def remove_app(request: HttpRequest, *, by: Actor) -> Shown | None:  # noqa: ARG001
    """Take an app away."""
    if not _may_remove(request):
        return STALE
    factors.remove_app(owner(request), now=now())
    return None


@act(*EVERYBODY, back="account")
def remove_passkey(request: HttpRequest, *, by: Actor, number: int) -> Shown | None:  # noqa: ARG001
    """Take a passkey of their own away; somebody else's number is as good as none."""
    if not _may_remove(request):
        return STALE
    factors.remove_passkey(owner(request), number, now=now())
    return None


def _may_remove(request: HttpRequest) -> bool:
    return entering.is_fresh(request)


def _added(request: HttpRequest, user: User) -> Shown:
    """Go back to the account; what was open elsewhere was opened with less, and ends."""
    key = request.session.session_key
    sessions.end_others(user, kept=key, now=now(), reason="proof")
    entering.carry_on(request, user, twice=True)
    return Shown(leads_to=reverse("staff:account"))
