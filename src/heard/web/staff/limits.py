"""Ends what staff left open too long, and asks for a second proof of those who need one."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from heard.accounts.models import User
from heard.admission import factors, sessions
from heard.admission.models import Session
from heard.admission.sessions import Limits
from heard.clock.read import machine, now

if TYPE_CHECKING:
    from heard.web.staff.store import SessionStore

TWICE = "proved-twice"  # in a session whose owner gave a second proof
PLACE = "/staff/"
# What somebody without a second proof may still reach: where they get one, and the way out.
OPEN = ("/staff/account", "/staff/sign-out", "/staff/sign-in", "/staff/link/")
BY_ITSELF = "X-Heard-By-Itself"  # a header of the script that keeps a page new
Answer = Callable[[HttpRequest], HttpResponse]


def limits() -> Limits:
    """Give how long sessions may rest and last, as the force has set it."""
    return Limits(
        idle=settings.SESSION_IDLE,
        longest=settings.SESSION_LONGEST,
        at_once=settings.SESSIONS_AT_ONCE,
    )


def keep(answer: Answer) -> Answer:
    """Let a request of staff pass whose session is open, and proved twice where that is needed."""

    def kept(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PLACE) or not isinstance(request.user, User):
            return answer(request)
        found, is_use = _session(request), not _is_by_itself(request)
        if not sessions.is_open(found, limits=limits(), now=machine(), is_use=is_use):
            sessions.note_end(request.user, now=now(), reason="too long")
            logout(request)
            return answer(request)
        if must_prove_twice(request) and not request.path.startswith(OPEN):
            if request.method in {"GET", "HEAD"}:
                return redirect("staff:account")
            return render(request, "staff/account/second.html", status=HTTPStatus.FORBIDDEN)
        return answer(request)

    return kept


def _session(request: HttpRequest) -> Session | None:
    return cast("SessionStore", request.session).row()


def _is_by_itself(request: HttpRequest) -> bool:
    """Tell whether an open page asks by itself: nobody need be there any more."""
    return request.path == reverse("staff:stream") or BY_ITSELF in request.headers


def must_prove_twice(request: HttpRequest) -> bool:
    """Tell whether somebody has to have a second proof, and gave none in this session."""
    user = request.user
    return (
        settings.SECOND_FACTOR
        and isinstance(user, User)
        and not request.session.get(TWICE)
        and factors.needs_second(user, now=now())
    )
