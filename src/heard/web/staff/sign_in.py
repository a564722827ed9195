"""How staff come in, by password or by a link that works once, and go out again."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from heard.accounts.guesses import one_at_a_time
from heard.accounts.models import User
from heard.accounts.people import is_usable, note_sign_in, use_link
from heard.clock.read import now
from heard.web.staff.access import first_page
from heard.web.staff.forms import SignInForm

WRONG = "Your email address or your password is not right"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Locked(Exception):
    """Nobody may guess at this account just now."""


@get_or_post
@cache_control(no_store=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; never say which of the two was wrong."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = _check(request, **form.cleaned_data)
        except Locked:
            return render(request, "staff/locked.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        if user is not None:
            _enter(request, user)
            note_sign_in(user, now=now(), reason="password")
            return _go_on(request)
        form.add_error("email", WRONG)
    return render(request, "staff/sign_in.html", {"form": form})


@get_or_post
@cache_control(no_store=True)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button, since scanners of mail follow links too, and sign in by pressing it."""
    if request.method == "POST":
        user = use_link(token, now=now())
        if user is not None:
            _enter(request, user)
            return redirect(first_page(user))
    elif is_usable(token, now=now()):
        return render(request, "staff/link.html")
    return render(request, "staff/link_used.html", status=HTTPStatus.GONE)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("staff:sign-in")


def _check(request: HttpRequest, *, email: str, password: str) -> User | None:
    """Give whose password it is, or None; axes counts failures, and stops before the hashing."""
    with one_at_a_time(email) as free:
        user = authenticate(request, email=email, password=password) if free else None
    if not free or getattr(request, "axes_locked_out", False):
        request.axes_locked_out = False  # type: ignore[attr-defined] # or axes writes the page
        raise Locked
    return user


def _enter(request: HttpRequest, user: User) -> None:
    """Begin a session under a new key, so that one planted before is worth nothing."""
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])


def _go_on(request: HttpRequest) -> HttpResponse:
    """Go where they were heading, if that is a page of ours."""
    wanted = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if ours else first_page(request.user))
