"""Hands out a file to be kept: no browser shows or runs it as a page of ours, whatever is in it."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# Should one be opened all the same, it is of no origin, and nothing in it runs or is fetched.
_SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


def handed_out(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """Give a file of this media type under a name. Pictures are drawn in pages all the same."""
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Content-Security-Policy"] = _SHUT
    return response
