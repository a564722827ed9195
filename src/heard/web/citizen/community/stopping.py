"""Leaving by the link that stands in each message: one button, or one click of a mail program."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.clock.read import now
from heard.membership import change
from heard.web.citizen.community.visits import closed
from heard.web.citizen.views import ONE_CLICK


@csrf_exempt  # a mail program has no cookie; whoever has the link may end what it came with
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End a membership. A GET, as scanners make, changes nothing; pressing twice says the same."""
    name, word = ONE_CLICK
    is_asked = request.method == "POST" and request.POST.get(name) == word
    member = change.whose(token)
    if member is None:
        return closed(request)
    if is_asked:
        change.leave(member, now=now())
        return redirect("citizen:community-left") if "button" in request.POST else _ended(request)
    status = HTTPStatus.BAD_REQUEST if request.method == "POST" else HTTPStatus.OK
    context = {"token": token, "one_click": ONE_CLICK}
    return render(request, "citizen/community/stop.html", context, status=status)


def _ended(request: HttpRequest) -> HttpResponse:
    """Answer a mail program, which follows no redirect."""
    return render(request, "citizen/community/left.html")
