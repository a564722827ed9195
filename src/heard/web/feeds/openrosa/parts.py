"""Reads what a client posts: one form as XML and files beside it, in parts and in any order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from heard.fieldwork.attachments import File
from heard.web.feeds.reading import BODY_BYTES

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FORM = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"


class NotRead(Exception):
    """A body that is not what it should be; the message says why, `status` in what way."""

    def __init__(self, why: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """The parts of a body; `is_whole` unless more files are to follow in other requests."""

    xml: bytes
    files: tuple[File, ...]
    is_whole: bool


class _InMemory(MemoryFileUploadHandler):
    """Keeps files in memory, where the body is anyway: nothing of a form lies on a disk open."""

    def handle_raw_input(self, *_args: object, **_kwargs: object) -> None:
        self.activated = True


def read(request: HttpRequest) -> Posted:
    """Read a body of at most 5 MB. NotRead."""
    body = _body(request)
    meta = {**request.META, "CONTENT_LENGTH": str(len(body))}
    try:
        fields, files = MultiPartParser(meta, BytesIO(body), [_InMemory(request)]).parse()
    except (MultiPartParserError, SuspiciousOperation):
        raise NotRead("The body is no multipart/form-data of a few parts.") from None
    texts = [text.encode() for text in fields.getlist(FORM)]
    forms = [file.read() for file in files.getlist(FORM)] + texts
    if len(forms) != 1:
        raise NotRead(f"Send one part called {FORM}, the form as XML.")
    return Posted(
        xml=forms[0],
        files=tuple(_files(files.lists())),
        is_whole=fields.get(INCOMPLETE, "").strip().lower() not in {"yes", "true"},
    )


def _files(parts: Iterable[tuple[str, list["UploadedFile[bytes]"]]]) -> Iterator[File]:
    for name, files in parts:
        if name != FORM:
            for file in files:
                yield File(
                    name=file.name or name, kind=file.content_type or "", content=file.read()
                )


def _body(request: HttpRequest) -> bytes:
    """Give the whole body, also where it comes in chunks and nobody knows how long it will be."""
    if int(request.headers.get("Content-Length") or 0) > BODY_BYTES:
        raise _too_large()
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    # Django reads as many bytes as were announced, so none of these; the server knows the end.
    if is_chunked and not request.META.get("wsgi.input_terminated"):
        raise NotRead("Say how long the body is.", HTTPStatus.LENGTH_REQUIRED)
    source = request.META["wsgi.input"] if is_chunked else request
    body = source.read(BODY_BYTES + 1)
    if len(body) > BODY_BYTES:
        raise _too_large()
    return bytes(body)


def _too_large() -> NotRead:
    return NotRead(
        f"A body has at most {BODY_BYTES:,} bytes: send files in several, each with the form.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )
