"""How staff come in, by password or by a link that works once, and go out again."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST

from heard.accounts.models import User
from heard.accounts.people import is_usable, use_link
from heard.admission import single_sign_on
from heard.admission.factors import note
from heard.clock.read import now
from heard.web.staff import entering, known_devices
from heard.web.staff.forms import SignInForm

WRONG = "Your email address or your password is not right"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@cache_control(no_store=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; never say which of the two was wrong."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = entering.whose(request, **form.cleaned_data)
        except entering.Locked:
            return render(request, "staff/locked.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        if user is not None:
            wanted = request.GET.get("next", "")
            answer = entering.proceed(request, user, how="password", wanted=wanted)
            known_devices.remember(answer, user.email)
            return answer
        form.add_error("email", WRONG)
    context = {"form": form, "provider": settings.SINGLE_SIGN_ON}
    return render(request, "staff/sign_in.html", context)


@get_or_post
@cache_control(no_store=True)
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button, since scanners of mail follow links too, and sign in by pressing it."""
    if request.method == "POST":
        user = use_link(token, now=now())
        if user is not None:
            return entering.proceed(request, user, how=entering.LINK)
    elif is_usable(token, now=now()):
        return render(request, "staff/link.html")
    return render(request, "staff/link_used.html", status=HTTPStatus.GONE)


@require_POST
@cache_control(no_store=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, here and in the database; show the way out of the provider's own."""
    provider = settings.SINGLE_SIGN_ON
    by_provider = request.session.get(entering.HOW) == entering.PROVIDER
    if isinstance(request.user, User):
        note("admission.sign_out", request.user, now=now())
    logout(request)
    if provider is None or not by_provider:
        return redirect("staff:sign-in")
    back = f"{settings.SITE_URL}{reverse('staff:sign-in')}"
    context = {"provider": provider, "way_out": single_sign_on.way_out(provider, back=back)}
    return render(request, "staff/signed_out.html", context)
