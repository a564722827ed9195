"""Open surveys: whoever comes by a poster or a shared link may answer. A GET records nothing."""

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from heard.clock import read
from heard.invitations import collectors
from heard.responses import record
from heard.web.asked import asking
from heard.web.citizen.answered import has_answered
from heard.web.citizen.views import Visit, begun
from heard.web.languages import current


@require_safe
@cache_control(no_store=True)
def welcome(request: HttpRequest, code: str) -> HttpResponse:
    now = read.now()
    way = collectors.find(code, now=now)
    if way is None:
        return _not_open(request)
    version = collectors.version_of(way, now=now)
    form = record.fill(version, {}, now=now, language=current().code)
    context = {
        "code": way.code,
        "total": len(asking.counted(form)),
        "answered": has_answered(request, way.programme),
    }
    return render(request, "citizen/open.html", context)


@require_POST
@cache_control(no_store=True)
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Let somebody in, and go on to their first question."""
    now = read.now()
    way = collectors.find(code, now=now)
    if way is None:
        return _not_open(request)
    address = str(request.META.get("REMOTE_ADDR", ""))
    before = has_answered(request, way.programme)
    try:
        with transaction.atomic():
            guest, token = collectors.let_in(way, address=address, answered_before=before, now=now)
            record.start(guest, now=now)
    except collectors.TooMany:
        return render(request, "citizen/too_many.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    return begun(Visit(request=request, token=token, holder=guest, now=now))


def _not_open(request: HttpRequest) -> HttpResponse:
    """Say the same of what is closed, unknown, or out of its period."""
    return render(request, "citizen/not_open.html", status=HTTPStatus.NOT_FOUND)
