"""Counts guesses at a password apart for a browser in which its owner signed in before.

Guesses are counted by account, so that changing one's address gains nothing. Then anybody could
keep somebody out by guessing on. A browser that knows the account has a count of its own
(OWASP, Slow Down Online Guessing Attacks with Device Cookies): its owner can always come in there.
"""

import secrets
from collections.abc import Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

NAME = "heard-device"
DAYS = 180
PATH = "/staff/sign-in"


def counted(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Give under what name axes counts a guess: the account, or the browser that knows it."""
    email = (credentials or {}).get("email") or (credentials or {}).get("username") or ""
    return count_of(request, email)


def count_of(request: HttpRequest, email: str) -> str:
    """Give the same for an address that was typed in."""
    nonce, _, proof = request.COOKIES.get(NAME, "").partition(".")
    is_known = bool(nonce) and constant_time_compare(proof, _proof(email, nonce))
    return f"device {nonce}" if is_known else email


def remember(response: HttpResponse, email: str) -> None:
    """Let this browser know the account from now on; the cookie names nobody."""
    nonce = secrets.token_hex(16)
    response.set_cookie(
        NAME,
        f"{nonce}.{_proof(email, nonce)}",
        max_age=DAYS * 24 * 3600,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _proof(email: str, nonce: str) -> str:
    told = f"{email.lower()} {nonce}"
    return salted_hmac("heard.web.staff.known_devices", told, algorithm="sha256").hexdigest()
