"""Leaves at once for a page that gives nothing away, where a programme wants a button for it."""

from http import HTTPStatus

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from heard.web.citizen.chat.visits import COOKIE, PLACE
from heard.web.languages import NAME

ELSEWHERE = "https://www.bbc.co.uk/weather"
SCRIPTS = {"script-src": ["'self'"]}


def shown(
    request: HttpRequest, template: str, *, quick_exit: bool, **context: object
) -> HttpResponse:
    """Show a page, with the button if it is wanted: the only pages on which a script may run."""
    response = render(request, template, {"quick_exit": quick_exit, **context})
    if quick_exit:
        csp_update(SCRIPTS)(lambda _request: response)(request)
    return response


@require_safe
@cache_control(no_store=True)
def leave(_request: HttpRequest) -> HttpResponse:
    """Drop our cookies and go elsewhere. Nothing is asked of the database, so it takes no time.

    The session of staff stays: a citizen has none.
    """
    response = HttpResponseRedirect(ELSEWHERE, status=HTTPStatus.SEE_OTHER)
    # A script that opens an address heeds no rel=noreferrer; a redirect's own policy it does.
    response.headers["Referrer-Policy"] = "no-referrer"
    for name in (settings.CSRF_COOKIE_NAME, NAME):
        response.delete_cookie(name)
    response.delete_cookie(COOKIE, path=PLACE)
    return response
