"""The one script that the force's own site loads: a link to the chat becomes a button for it."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

_BUILT = settings.STATIC_ROOT / "built" / "widget.js"


@require_safe
@cache_control(public=True, max_age=300)
def script(_request: HttpRequest) -> HttpResponse:
    """Give the script; the address of it is all that a webmaster writes down, so it has no hash."""
    answer = HttpResponse(_words(), content_type="text/javascript; charset=utf-8")
    # What is meant for another site may be loaded by it, even if it isolates itself.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@cache
def _words() -> str:
    return _BUILT.read_text("utf-8")
