"""Whoever comes by a link that was sent to an address, and works."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from heard.clock.read import now
from heard.membership import enrol
from heard.membership.models import Access, Member, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request by a member who came by a link to see and change what is kept."""

    request: HttpRequest
    token: str
    member: Member
    now: datetime

    @property
    def is_post(self) -> bool:
        return self.request.method == "POST"

    def show(self, template: str, **context: object) -> HttpResponse:
        told = {"token": self.token, "member": self.member, **context}
        return render(self.request, f"citizen/community/{template}.html", told)

    def done(self, what: str) -> HttpResponse:
        """Go back to the overview, which says what was done."""
        response = redirect("citizen:community-manage", self.token)
        response["Location"] += f"?done={what}"
        return response


def by_link(view: Callable[[Visit], HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view be reached by a link to manage a membership, as often as it lives."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @cache_control(no_store=True)
    @wraps(view)
    def reached(request: HttpRequest, token: str) -> HttpResponse:
        moment = now()
        found = enrol.find(token, now=moment)
        if (
            found is None
            or found.purpose != Access.Purpose.MANAGE
            or found.member.state != State.MEMBER
        ):
            return closed(request)
        visit = Visit(request=request, token=token, member=found.member, now=moment)
        try:
            return view(visit)
        except Member.DoesNotExist:  # left meanwhile, in another window
            return closed(request)

    return reached


def closed(request: HttpRequest) -> HttpResponse:
    """Say the same of a link that is unknown, used up or too old, and how to get another one."""
    return render(request, "citizen/community/closed.html", status=HTTPStatus.NOT_FOUND)
