"""Drops a file that is too large while it comes in, and keeps that it was so."""

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

LARGEST = 5_000_000  # bytes: what the largest file that any page takes may have
_MARK = "heard.too_large"


class Capped(FileUploadHandler):
    """Stands before the handlers that keep a file, and lets no more than LARGEST through."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > LARGEST and self.request is not None:
            self.request.META[_MARK] = "yes"
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers behind."""


def was_too_large(request: HttpRequest) -> bool:
    """Tell whether a file of this request was dropped."""
    return _MARK in request.META
