"""Lets staff in who have proved who they are, or asks for a second proof first."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import authenticate, login, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from heard.accounts.guesses import one_at_a_time
from heard.accounts.models import User
from heard.accounts.people import note_sign_in
from heard.admission import sessions
from heard.admission.factors import factors
from heard.clock.read import machine, now
from heard.web.staff import agents, known_devices
from heard.web.staff.access import first_page
from heard.web.staff.limits import TWICE
from heard.web.staff.store import BEGAN, DEVICE

HALFWAY = "halfway"  # in a session: who gave a first proof, and is asked for a second
PATIENCE = timedelta(minutes=5)  # for the second proof to follow on the first
FRESH = timedelta(minutes=15)  # since somebody signed in, to change what proves who they are
HOW = "how"  # in a session: by what its owner came in
PROVIDER = "single sign-on"
LINK = "link"  # what was noted when it was used


class Locked(Exception):
    """Nobody may guess at this account just now."""


class Halfway(NamedTuple):
    """Somebody who gave a first proof, by what, and where they were heading."""

    user: User
    how: str
    wanted: str


def proceed(request: HttpRequest, user: User, *, how: str, wanted: str = "") -> HttpResponse:
    """Let somebody in who gave one proof, or ask for the second one that they have."""
    if not factors(user).has_any:
        return enter(request, user, how=how, wanted=wanted)
    request.session.cycle_key()
    request.session[HALFWAY] = {
        "user": user.pk,
        "state": user.get_session_auth_hash(),
        "how": how,
        "wanted": wanted,
        "at": machine().isoformat(),
    }
    return redirect("staff:sign-in-code")


def halfway(request: HttpRequest) -> Halfway | None:
    """Give who gave a first proof in this browser; None if nobody, or too long ago."""
    kept = request.session.get(HALFWAY)
    if not kept or machine() - datetime.fromisoformat(kept["at"]) > PATIENCE:
        return None
    user = User.objects.filter(pk=kept["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != kept["state"]:
        return None
    return Halfway(user=user, how=kept["how"], wanted=kept["wanted"])


def enter(
    request: HttpRequest, user: User, *, how: str, wanted: str = "", twice: bool = False
) -> HttpResponse:
    """Begin a session under a new key, so that one planted before is worth nothing, and go on."""
    request.session.pop(HALFWAY, None)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    request.session[DEVICE] = agents.words(request.headers.get("User-Agent", ""))
    request.session[TWICE] = twice
    request.session[HOW] = how
    request.session.save()
    sessions.end_oldest(user, at_once=settings.SESSIONS_AT_ONCE, now=now())
    if how != LINK:
        note_sign_in(user, now=now(), reason=how)
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if ours else first_page(user))


def whose(request: HttpRequest, *, email: str, password: str) -> User | None:
    """Give whose password it is, or None. Locked.

    axes counts failures, and stops before the hashing.
    """
    counted = known_devices.count_of(request, email)
    with one_at_a_time(counted) as free:
        user = authenticate(request, email=email, password=password) if free else None
    if not free or getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined] # or axes writes the page
        raise Locked
    return user


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether somebody signed in lately enough to change what proves who they are."""
    began = datetime.fromisoformat(request.session[BEGAN])
    return machine() - began < FRESH


def carry_on(request: HttpRequest, user: User, *, twice: bool | None = None) -> None:
    """Keep this session after its owner changed their account, under a new key."""
    update_session_auth_hash(request, user)
    if twice is not None:
        request.session[TWICE] = twice
    request.session.save()
