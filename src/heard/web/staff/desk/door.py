"""What the pages of the desk share: whose rows they show, and the script that keeps them new."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from heard.accounts.models import User
from heard.accounts.wall import of_areas
from heard.clock.read import now
from heard.conversations import presence
from heard.web.staff.access import CHAT_MANAGER, CONTACT_HANDLER, Shown, holds, page

Opened = Callable[..., HttpResponseBase]
DESK = (CONTACT_HANDLER, CHAT_MANAGER)


def desk_page(*roles: str, acts: bool = True) -> Callable[[Callable[..., Shown]], Opened]:
    """Let people of these roles open a page of the desk, which says by itself that they are there.

    Conversations are shown to whoever sees cases, and to nobody else but here.
    """

    def decorate(view: Callable[..., Shown]) -> Opened:
        @wraps(view)
        def behind(request: HttpRequest, **parts: str) -> Shown:
            with of_areas(None):
                presence.beat(by=who(request), now=now())
                return view(request, **parts)

        reached = page(*roles, acts=acts)(behind)

        @wraps(reached)
        def opened(request: HttpRequest, **parts: str) -> HttpResponseBase:
            allowed = {"script-src": ["'self'"], "connect-src": ["'self'", *streams()]}
            return csp_update(allowed)(reached)(request, **parts)

        return opened

    return decorate


def streams() -> list[str]:
    """Give where streams are served from, if anywhere."""
    place = urlsplit(settings.STREAM_URL)
    return [f"{place.scheme}://{place.netloc}"] if settings.STREAM_URL else []


def who(request: HttpRequest) -> User:
    """Give who is at a page of the desk."""
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    return request.user


def supervises(request: HttpRequest) -> bool:
    return holds(request, CHAT_MANAGER)


def typed(request: HttpRequest, name: str) -> str:
    """Give what a form says in one field, with the lines that a browser sends as they were."""
    return request.POST.get(name, "").replace("\r\n", "\n")


def number(request: HttpRequest, name: str) -> int:
    """Give the number that a form sends in a field; 0, which names nothing, where it is none."""
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 10 else 0  # noqa: PLR2004 - as rows have
