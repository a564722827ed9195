"""The page "Your account": what is open, what proves who they are, and a new password."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.models import PartRole, User
from heard.admission import factors, sessions
from heard.admission.passwords import change_password
from heard.clock.read import machine, now
from heard.journal.write import Actor
from heard.web.staff import entering
from heard.web.staff.access import Shown, act, page
from heard.web.staff.account.forms import PasswordForm
from heard.web.staff.columns import short
from heard.web.staff.limits import limits, must_prove_twice

EVERYBODY = (*User.Role, *PartRole)


def owner(request: HttpRequest) -> User:
    """Give whose account it is: nobody sees anybody else's."""
    if not isinstance(request.user, User):
        raise TypeError("an account was reached by nobody")
    return request.user


@page(*EVERYBODY)
def show_account(request: HttpRequest) -> Shown:
    """Show what is open and what proves who they are; a new person gets no further at first."""
    user = owner(request)
    context = {
        "sessions": sessions.listed(user, limits=limits(), now=machine()),
        "this": sessions.handle(request.session.session_key or ""),
        "factors": factors.factors(user),
        "must": must_prove_twice(request),
        "is_fresh": entering.is_fresh(request),
        "has_password": user.has_usable_password(),
        "short": short,
        "idle": settings.SESSION_IDLE.seconds // 60,
        "longest": int(settings.SESSION_LONGEST.total_seconds() // 3600),
    }
    return Shown(template="staff/account/account.html", context=context)


@act(*EVERYBODY, back="account")
def end_session(request: HttpRequest, *, by: Actor, handle: str) -> None:  # noqa: ARG001
    """End one session of their own; a handle of somebody else's is as good as none."""
    sessions.end(owner(request), handle, now=now())


@act(*EVERYBODY, back="account")
def end_everywhere(request: HttpRequest, *, by: Actor) -> None:  # noqa: ARG001
    """End all their sessions, this one too."""
    sessions.end_others(owner(request), kept=None, now=now())
    request.session.flush()


@page(*EVERYBODY, acts=True)
def show_password(request: HttpRequest) -> Shown:
    """Change a password by the old one; what is open elsewhere ends."""
    user = owner(request)
    form = PasswordForm(request.POST if request.method == "POST" else None, user)
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        try:
            is_right = entering.whose(request, email=user.email, password=old) == user
        except entering.Locked:
            return Shown(template="staff/locked.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        if is_right:
            change_password(user, new, kept=request.session.session_key, now=now())
            entering.carry_on(request, user)
            return Shown(leads_to=reverse("staff:account"))
        form.add_error("old", "This is not your password")
    return Shown(template="staff/account/password.html", context={"form": form})
