"""Keeps files that come with a form, if they are what they say they are."""

import csv
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import puremagic
from django.db import transaction

from heard import bulk
from heard.fieldwork.models import Attachment
from heard.fieldwork.receive import Unacceptable, wait_for

FILE_BYTES = 2_000_000
MOST = 10  # files of one form
IMAGES = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}
_NAME = re.compile(r"[^/\\]{1,100}")
AUDIT = "text/csv"  # what ODK Collect writes down about its own use is always a CSV


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it came: its name, the media type that it says it has, and its content."""

    name: str
    kind: str
    content: bytes


def require_good(files: Sequence[File]) -> None:
    """Refuse files of other kinds, too large ones, and those that are not what they say they are.

    Nobody can look at a file that is kept, so it is kept as it came and not drawn anew.
    """
    for file in files:
        if not _NAME.fullmatch(file.name) or not file.name.isprintable():
            raise Unacceptable("A file has a name of 1 to 100 characters, and no path.")
        if len(file.content) > FILE_BYTES:
            raise Unacceptable(f"{file.name} has more than {FILE_BYTES:,} bytes.")
        if file.kind not in {*IMAGES, AUDIT}:
            raise Unacceptable(f"{file.name} is of a kind that is not taken: JPEG, PNG or CSV.")
        if not (_is_csv(file) if file.kind == AUDIT else _is_image(file)):
            raise Unacceptable(f"{file.name} is not what it says it is, {file.kind}.")


@transaction.atomic
def keep(instance: str, files: Sequence[File], *, now: datetime) -> None:
    """Keep the files of a form, each once. Unacceptable where one was there with other content."""
    rows = [_row(instance, file, now) for file in files]
    wait_for(instance)
    there = dict(Attachment.objects.filter(instance=instance).values_list("name", "content"))
    for row in rows:
        if there.setdefault(row.name, row.content) != row.content:
            raise Unacceptable(f"{row.name} was here before with other content, and that stays.")
    if len(there) > MOST:
        raise Unacceptable(f"A form has at most {MOST} files.")
    bulk.put(rows, key=["instance", "name"])


def names(instance: str) -> list[str]:
    """Give the names of the files that came with a form."""
    return list(Attachment.objects.filter(instance=instance).values_list("name", flat=True))


def _row(instance: str, file: File, now: datetime) -> Attachment:
    return Attachment(
        instance=instance,
        name=file.name,
        kind=file.kind,
        content=sha256(file.content).hexdigest(),
        sealed=b64encode(file.content).decode(),
        received_at=now,
    )


def _is_image(file: File) -> bool:
    try:
        kind = puremagic.from_string(file.content, mime=True)
    except (puremagic.PureError, ValueError):
        return False
    return kind == file.kind and file.name.lower().endswith(IMAGES[file.kind])


def _is_csv(file: File) -> bool:
    """Tell whether it is rows of text; what begins like a file of another kind is none."""
    try:
        text = file.content.decode("utf-8")
        rows = list(csv.reader(text.splitlines(), strict=True))
    except (ValueError, csv.Error):
        return False
    plain = all(letter.isprintable() or letter in "\r\n\t" for letter in text)
    widths = {len(row) for row in rows if row}
    return plain and len(widths) == 1 and file.name.lower().endswith(".csv")
