"""The drawings of pages, by addresses that hold what is drawn."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from heard.web.staff.charts.draw import addressed


@gzip_page
@require_safe
@cache_control(no_store=True)
def show_drawing(_request: HttpRequest, held: str) -> HttpResponse:
    """Draw what an address of ours holds; whoever has the address has the figures already.

    So nobody is asked who they are: signing in would guard nothing.
    """
    found = addressed(held)
    if found is None:
        return HttpResponse("There is no such drawing.", status=HTTPStatus.NOT_FOUND)
    return HttpResponse(found.svg, content_type="image/svg+xml")
