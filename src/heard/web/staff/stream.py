"""The stream that tells an open page that there is something new, and nothing of what it is."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from functools import wraps
from http import HTTPStatus
from time import monotonic
from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from heard.accounts.models import User
from heard.insight.facts.read import stamp
from heard.wake import FACTS, FLOW
from heard.web.broadcast import BROADCAST
from heard.web.talk_stream import open_to_us

NAMES = {FACTS: "facts", FLOW: "flow"}  # of a change, as pages know it
LIFE = 300.0  # seconds of a stream: then the browser opens it anew, and has to be let in anew
BEAT = 15.0  # seconds after which a line without words keeps the connection open
SELDOM = 1.0  # seconds between two changes that a page is told of
View = Callable[..., HttpResponseBase]


@require_safe
def show_stream(request: HttpRequest) -> HttpResponseBase:
    """Tell whoever is signed in, by server-sent events, what has changed since `?since=`.

    Only a process for streams tells anything: a thread of the web server would be held for good.
    It answers that there is no content, after which a browser does not ask again.
    """
    if not isinstance(request.user, User):
        return open_to_us(HttpResponse(status=HTTPStatus.UNAUTHORIZED))
    if not isinstance(request, ASGIRequest):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    connection.close()  # who is asking is known: a stream needs no connection of its own
    answer = StreamingHttpResponse(
        _events(request.GET.get("since", "")), content_type="text/event-stream"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"  # or a proxy would gather what is to be told at once
    return open_to_us(answer)


def follows(view: View) -> View:
    """Let a page run the script that keeps it new, and open the stream."""

    @wraps(view)
    def reached(request: HttpRequest, **parts: str) -> HttpResponseBase:
        if not settings.STREAM_URL:
            return view(request, **parts)
        place = urlsplit(settings.STREAM_URL)
        allowed = ["'self'", f"{place.scheme}://{place.netloc}"]
        opened: View = csp_update({"script-src": ["'self'"], "connect-src": allowed})(view)
        return opened(request, **parts)

    return reached


def followed(*of: str) -> dict[str, str]:
    """Give what a page needs to follow changes `of` the facts, the flow or both; or nothing.

    Ask before the facts are opened: what changes from then on is told.
    """
    if not settings.STREAM_URL:
        return {}
    address = f"{settings.STREAM_URL}?since={stamp(settings.FACTS)}"
    return {"stream": address, "follows": " ".join(NAMES[one] for one in of)}


async def _events(since: str) -> AsyncIterator[str]:
    """Give the lines of a stream; at first, whether the facts have changed since the page."""
    yield "retry: 3000\n\n"
    if since != stamp(settings.FACTS):
        yield _event(FACTS)
    end = monotonic() + LIFE
    async with aclosing(BROADCAST.changes(beat=BEAT, seldom=SELDOM)) as changes:
        async for changed in changes:
            yield "".join(_event(one) for one in sorted(changed)) or ": \n\n"
            if monotonic() > end:
                return


def _event(of: str) -> str:
    return f"event: {NAMES[of]}\ndata: new\n\n"
