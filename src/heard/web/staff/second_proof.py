"""The second proof after a password, a passkey in place of both, and the force's own account."""

import secrets
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heard.admission import passkeys, single_sign_on
from heard.admission.factors import TooMany, check_code, factors, note
from heard.admission.passkeys import NotProven
from heard.admission.single_sign_on import Refused
from heard.clock.read import machine, now
from heard.core.openid import NotBelieved
from heard.web.staff import entering
from heard.web.staff.account.forms import CodeForm
from heard.web.staff.relying_party import scripts, server

ASKED = "asked-of-provider"  # in a session: what the provider's answer is held against
STATE = "passkey"  # in a session: what the answer of a passkey is held against
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@cache_control(no_store=True)
def code(request: HttpRequest) -> HttpResponse:
    """Ask somebody who gave a first proof for a code of their app or of their paper."""
    found = entering.halfway(request)
    if found is None:
        return redirect("staff:sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            how = check_code(found.user, form.cleaned_data["code"], moment=machine(), now=now())
        except TooMany:
            return render(request, "staff/locked.html", status=HTTPStatus.TOO_MANY_REQUESTS)
        if how is not None:
            note("admission.prove_twice", found.user, now=now(), reason=how)
            return entering.enter(
                request, found.user, how=found.how, wanted=found.wanted, twice=True
            )
        form.add_error("code", "This code is not right, or was used already")
    context = {"form": form, "factors": factors(found.user)}
    return render(request, "staff/account/code.html", context)


@get_or_post
@scripts
@cache_control(no_store=True)
def passkey(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey alone: it is a thing they have, opened by what only they can."""
    site, host = server()
    problem = ""
    if request.method == "POST":
        state = request.session.pop(STATE, None)
        try:
            user = passkeys.prove(
                state or {}, request.POST.get("answer", ""), site=site, host=host, now=now()
            )
        except NotProven as wrong:
            problem = str(wrong)
        else:
            return entering.enter(request, user, how="passkey", twice=True)
    options, request.session[STATE] = passkeys.begin_proof(site=site, host=host)
    context = {"options": options, "problem": problem}
    return render(request, "staff/account/passkey.html", context)


@require_safe
@cache_control(no_store=True)
def leave_for_provider(request: HttpRequest) -> HttpResponse:
    """Send somebody to the force's own sign-in page."""
    if settings.SINGLE_SIGN_ON is None:
        raise Http404
    try:
        address, asked = single_sign_on.begin(
            settings.SINGLE_SIGN_ON, back=_back(), draw=lambda: secrets.token_urlsafe(32)
        )
    except NotBelieved:
        return _not_let_in(request, HTTPStatus.BAD_GATEWAY)
    request.session[ASKED] = asked
    return redirect(address)


@require_safe
@cache_control(no_store=True)
def come_back(request: HttpRequest) -> HttpResponse:
    """Let somebody in whom the force's provider knows, and who has an account here."""
    provider = settings.SINGLE_SIGN_ON
    if provider is None:
        raise Http404
    asked = request.session.pop(ASKED, {})
    try:
        claims = single_sign_on.finish(
            provider, request.GET.dict(), asked=asked, back=_back(), moment=machine()
        )
        known = single_sign_on.admit(provider, claims, now=now())
    except (NotBelieved, Refused):
        return _not_let_in(request, HTTPStatus.FORBIDDEN)
    if known.proved_twice:
        return entering.enter(request, known.user, how=entering.PROVIDER, twice=True)
    return entering.proceed(request, known.user, how=entering.PROVIDER)


@require_POST
@csrf_exempt
@cache_control(no_store=True)
def end_by_provider(request: HttpRequest) -> HttpResponse:
    """Take in by the back channel that the provider signed somebody out."""
    provider = settings.SINGLE_SIGN_ON
    if provider is None:
        raise Http404
    try:
        token = request.POST.get("logout_token", "")
        single_sign_on.end(provider, token, moment=machine(), now=now())
    except NotBelieved as why:
        told = {"error": "invalid_request", "error_description": str(why)}
        return JsonResponse(told, status=HTTPStatus.BAD_REQUEST)
    return HttpResponse()


def _not_let_in(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """Say the same for whatever reason: it is nobody's business who has an account here."""
    context = {"provider": settings.SINGLE_SIGN_ON}
    return render(request, "staff/account/not_let_in.html", context, status=status)


def _back() -> str:
    return f"{settings.SITE_URL}{reverse('staff:single-sign-on-back')}"
