"""What OpenRosa's documents look like: lists of forms, manifests, and what became of a form."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpResponse

from heard.web.feeds.reading import BODY_BYTES

_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE = "http://openrosa.org/http/response"
_XML = "text/xml; charset=utf-8"


def say(message: str, status: HTTPStatus, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Say what became of a request, in the envelope whose message a client shows."""
    root = Element("OpenRosaResponse", {"xmlns": _RESPONSE})
    SubElement(root, "message").text = message
    return marked(HttpResponse(_written(root), _XML, status, headers=headers))


def form_list(forms: Iterable[Mapping[str, str]]) -> HttpResponse:
    """List forms, each with what its elements hold."""
    root = Element("xforms", {"xmlns": _LIST})
    for form in forms:
        one = SubElement(root, "xform")
        for name, text in form.items():
            SubElement(one, name).text = text
    return marked(HttpResponse(_written(root), _XML))


def manifest() -> HttpResponse:
    """List the files that a form needs: our forms have none."""
    return marked(HttpResponse(_written(Element("manifest", {"xmlns": _MANIFEST})), _XML))


def form(xform: bytes) -> HttpResponse:
    """Hand a form out."""
    return marked(HttpResponse(xform, _XML))


def marked(answer: HttpResponse) -> HttpResponse:
    """Give an answer the headers by which a client knows a server of OpenRosa."""
    answer.headers["X-OpenRosa-Version"] = "1.0"
    answer.headers["X-OpenRosa-Accept-Content-Length"] = str(BODY_BYTES)
    answer.headers["Content-Language"] = "en"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _written(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
