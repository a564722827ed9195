"""The image of a drawing for pages outside of Heard, where nobody signs in: by an address alone."""

from http import HTTPStatus
from threading import Lock
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from heard.accounts.scope import AGGREGATES, OutOfScope
from heard.accounts.wall import within
from heard.clock.read import now
from heard.insight.facts.read import Facts, NoFacts, facts
from heard.reports import pictures
from heard.reports.models import Picture
from heard.web.staff.charts.captioned import png
from heard.web.staff.explore.look import Looked, chart, look_at
from heard.web.staff.explore.pictured import in_words, pictured
from heard.web.staff.words import long_day

KINDS = {"png": "image/png", "txt": "text/plain; charset=utf-8"}
KEPT = 300  # seconds for which a browser, or we ourselves, may show the same again
WAIT = 10.0  # seconds for which a request waits while another one is drawn
# Of an image that anybody may look at: nobody learns from where, and no search engine lists it.
OPEN = {
    "Cache-Control": f"public, max-age={KEPT}",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex, noimageindex",
}
DRAWING = Lock()


class Busy(Exception):
    """Others are drawn, and this one waited long enough."""


@require_safe
def show_picture(_request: HttpRequest, token: str, suffix: str) -> HttpResponse:
    """Show a drawing that was shared, counted as an independent adviser would see it.

    What is unknown, has ended or was revoked is not there, and no answer tells which.
    """
    moment = now()
    found = pictures.opened(token, now=moment) if suffix in KINDS else None
    try:
        content = _content(found, suffix) if found else None
    except (NoFacts, Busy):
        return _say("There is no picture at this moment.", HTTPStatus.SERVICE_UNAVAILABLE)
    if content is None:
        return _say("There is no such picture.", HTTPStatus.NOT_FOUND)
    return HttpResponse(content, content_type=KINDS[suffix], headers=OPEN)


def as_advisers(query: str, known: Facts) -> Looked | None:
    """Find a view as an independent adviser sees it; None where any of it is not theirs to see.

    A filter that they are not offered is refused: without it the figure would be another one.
    """
    given = dict(parse_qsl(query))
    try:
        looked = look_at(given, known.within(AGGREGATES))
    except OutOfScope:
        return None
    if looked.found is None or looked.form is None or not given.keys() <= looked.form.fields.keys():
        return None
    return looked


def audience(picture: Picture) -> str:
    """Say for whom an image is, and until when."""
    until = long_day(picture.ends_on)
    return f"What {settings.FORCE_NAME} shows its independent advisers. Shared until {until}."


def _content(picture: Picture, suffix: str) -> bytes | None:
    """Give an image or its words, drawn once for each state of the facts; one at a time. Busy."""
    known = facts(settings.FACTS)
    key = f"picture-{bytes(picture.token_hash).hex()}-{suffix}-{known.as_of.timestamp()}"
    if (kept := cache.get(key)) is not None:
        return bytes(kept)
    if not DRAWING.acquire(timeout=WAIT):
        raise Busy
    try:
        drawn = _drawn(picture, suffix, known)
    finally:
        DRAWING.release()
    if drawn is not None:
        cache.set(key, drawn, KEPT)
    return drawn


def _drawn(picture: Picture, suffix: str, known: Facts) -> bytes | None:
    with within(AGGREGATES):
        looked = as_advisers(picture.query, known)
    if looked is None:
        return None
    found, whom = chart(looked, picture.drawing), audience(picture)
    if suffix == "txt":
        return in_words(looked, found, audience=whom).encode()
    return png(pictured(looked, found, audience=whom))


def _say(words: str, status: HTTPStatus) -> HttpResponse:
    wait = {"Retry-After": "60"} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}
    headers = {**OPEN, "Cache-Control": "no-store", **wait}
    return HttpResponse(
        f"{words}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers
    )
