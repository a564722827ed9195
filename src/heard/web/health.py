"""Tells a supervisor whether this process can serve: it can if the database answers."""

from http import HTTPStatus

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return _say("no database", HTTPStatus.SERVICE_UNAVAILABLE)
    return _say("ok", HTTPStatus.OK)


def _say(word: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(word, content_type="text/plain", status=status)
