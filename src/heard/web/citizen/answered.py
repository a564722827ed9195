"""Lets a browser keep that an open survey was answered with it, and nothing else."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from heard.eligibility.models import Programme

LIFE = 365 * 24 * 3600  # seconds
PATH = "/c/"  # no other page is sent it
WORD = "answered"  # signed as it is: the same bytes for everybody tell nobody from another


def remember(response: HttpResponse, programme: Programme) -> None:
    """Set the cookie that says so for a year."""
    response.set_cookie(
        _name(programme),
        _signer(programme).sign(WORD),
        max_age=LIFE,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def has_answered(request: HttpRequest, programme: Programme) -> bool:
    """Tell whether the browser says so; what we did not sign says nothing."""
    try:
        return _signer(programme).unsign(request.COOKIES.get(_name(programme), "")) == WORD
    except BadSignature:
        return False


def _name(programme: Programme) -> str:
    return f"answered-{programme.slug}"


def _signer(programme: Programme) -> Signer:
    return Signer(salt=f"heard.web.citizen.answered.{programme.slug}")
