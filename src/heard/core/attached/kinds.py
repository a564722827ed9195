"""The kinds of files that may go with a message, told by how they begin and never by their names.

Source: ISO 32000-1, 7.5.2 (PDF); ITU-T T.81, B.1.1.3 (JPEG); W3C, PNG, 5.2.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"

    @property
    def media_type(self) -> str:
        return _MEDIA[self]


class NotSafe(ValueError):
    """A file breaks a rule; says which, as the end of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clean:
    """A file as it was written anew. Pictures have a width and a height in pixels."""

    kind: Kind
    content: bytes
    width: int = 0
    height: int = 0


_MEDIA = {Kind.PDF: "application/pdf", Kind.JPEG: "image/jpeg", Kind.PNG: "image/png"}
_BEGINS = {Kind.PDF: b"%PDF-", Kind.JPEG: b"\xff\xd8\xff", Kind.PNG: b"\x89PNG\r\n\x1a\n"}


def kind_of(content: bytes) -> Kind:
    """Tell what a file is. NotSafe."""
    if not content:
        raise NotSafe("is empty")
    for kind, begins in _BEGINS.items():
        if content.startswith(begins):
            return kind
    raise NotSafe("is no PDF, JPEG or PNG")
