"""Who comes to a conversation: by the cookie of a page of ours, or by the address of a frame.

A browser may keep cookies from a frame on another site, so none is needed there: its address holds
the token, and what is sent from it needs no other proof that it was meant.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import TypeAlias
from urllib.parse import urlsplit

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from heard.clock import read
from heard.conversations import converse
from heard.conversations.models import Conversation
from heard.invitations.invite import hash_token, new_token
from heard.web.languages import BY_CODE, ENGLISH

COOKIE = "heard-chat"
PLACE = "/chat"  # of the cookie: no other page of ours gets it
KEPT = timedelta(hours=24)  # after which nobody comes back to a conversation
View: TypeAlias = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request by somebody who is in a conversation; `token` is in the address of a frame."""

    request: HttpRequest
    talk: Conversation
    now: datetime
    token: str = ""

    @property
    def is_post(self) -> bool:
        return self.request.method == "POST"

    def address(self, page: str) -> str:
        """Give the address of a page of this conversation."""
        return address(page, self.token)

    def show(
        self, template: str, *, status: HTTPStatus = HTTPStatus.OK, **context: object
    ) -> HttpResponse:
        told = {"visit": self, "framed": bool(self.token), "talk": self.talk, **context}
        return render(self.request, f"citizen/chat/{template}.html", told, status=status)

    def go(self, page: str) -> HttpResponse:
        return see(self.address(page))


def address(page: str, token: str) -> str:
    """Give the address of a page, in the frame of this token or on its own."""
    if token:
        return reverse(f"citizen:chat-frame-{page}", kwargs={"token": token})
    return reverse(f"citizen:chat-{page}")


def see(where: str) -> HttpResponse:
    """Answer a POST: the browser goes on with a GET."""
    return HttpResponseRedirect(where, status=HTTPStatus.SEE_OTHER)


def own(view: View, *methods: str) -> View:
    """Let a view be reached by the cookie of a page of ours; else say that there is no talk."""

    @require_http_methods(list(methods))
    @cache_control(no_store=True)
    @wraps(view)
    def reached(request: HttpRequest) -> HttpResponseBase:
        return allowed(request, _seen(view, request, request.COOKIES.get(COOKIE, "")))

    return reached


def framed(view: View, *methods: str) -> View:
    """Let the same view be reached by the token in the address of a frame."""

    @csrf_exempt
    @require_http_methods(list(methods))
    @cache_control(no_store=True)
    @wraps(view)
    def reached(request: HttpRequest, token: str) -> HttpResponseBase:
        return in_frame(request, _seen(view, request, token, framed=True))

    return reached


def in_frame(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Let the force's sites, and no others, show an answer in a frame."""
    if settings.CHAT_SITES:
        policy = {"frame-ancestors": settings.CHAT_SITES}
        replaced: View = csp_replace(policy)(lambda _request: answer)
        shown: View = xframe_options_exempt(replaced)
        answer = shown(request)
    return allowed(request, answer)


def allowed(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Let a page of the chat run our script, and let that reach us and the streams."""
    place = urlsplit(settings.STREAM_URL)
    streams = [f"{place.scheme}://{place.netloc}"] if settings.STREAM_URL else []
    policy = {"script-src": ["'self'"], "connect-src": ["'self'", *streams]}
    updated: View = csp_update(policy)(lambda _request: answer)
    return updated(request)


def find(token: str, *, now: datetime) -> Conversation | None:
    """Give the conversation of a token, unless nobody has been there for a day."""
    found = converse.found(hash_token(token)) if token else None
    return found if found and now - (found.ended_at or found.heard_at) < KEPT else None


def draw() -> str:
    """Draw a token for a new conversation."""
    return new_token(secrets.token_bytes)


def is_from_us(request: HttpRequest) -> bool:
    """Tell whether a form was sent from a page of ours, as far as its browser says from where."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin", here) in {here, settings.SITE_URL}


def lost(request: HttpRequest, *, framed: bool) -> HttpResponse:
    """Say that there is no conversation here, and where one begins."""
    status = HTTPStatus.NOT_FOUND
    return render(request, "citizen/chat/lost.html", {"framed": framed}, status=status)


def _seen(
    view: View, request: HttpRequest, token: str, *, framed: bool = False
) -> HttpResponseBase:
    """Give a view in the language of the conversation."""
    moment = read.now()
    talk = find(token, now=moment)
    if talk is None:
        return lost(request, framed=framed)
    language = BY_CODE.get(talk.language, ENGLISH)
    visit = Visit(request=request, talk=talk, now=moment, token=token if framed else "")
    with translation.override(language.tag.lower()):
        answer = view(visit)
    answer.headers["Content-Language"] = language.tag
    return answer
