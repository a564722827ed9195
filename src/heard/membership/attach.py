"""Files that go with a message: checked on their way in, kept as they were written anew.

What decodes them runs apart from Heard, with bounds and without its keys. E-mails and texts carry
no file, but the link to the page where they are.
"""

import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from heard.core.attached.clean import read_answer
from heard.core.attached.kinds import Clean, NotSafe
from heard.journal.write import write
from heard.membership.broadcast import subject
from heard.membership.models import Attachment, Message, Stage
from heard.membership.scan import Found, NotScanned, scan
from heard.membership.write import NoMessage, Who, hold

MOST, LARGEST = 3, 5_000_000  # files of a message, and bytes of one
LONGEST_WORDS, _LONGEST_NAME = 250, 60
KEPT = timedelta(days=365)  # after nothing of its message leaves any more
_WAIT = 60  # seconds: what cleans one gets 20 of a processor, and may have to wait for that
_CHILD = (sys.executable, "-I", "-m", "heard.membership.apart")
_WORDLESS = re.compile(r"[^\w.() -]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A file as somebody gave it, and in their words what it shows."""

    name: str
    words: str
    content: bytes = field(repr=False)


def add(message: Message, given: Given, *, who: Who, scanner: str, now: datetime) -> Attachment:
    """Check a file and put it to a message that is being written. NoMessage."""
    name, words = _named(given.name), given.words.strip()
    if not words or len(words) > LONGEST_WORDS:
        raise NoMessage(f"{name}: say in {LONGEST_WORDS} characters at most what it shows.")
    found = _checked(name, given.content, scanner=scanner)
    with transaction.atomic():
        kept = hold(message, who, Stage.DRAFT)
        taken = set(Attachment.objects.filter(message=kept).values_list("position", flat=True))
        free = [number for number in range(1, MOST + 1) if number not in taken]
        if not free:
            raise NoMessage(f"{name}: a message has {MOST} files at most.")
        made = Attachment.objects.create(
            message=kept,
            position=free[0],
            name=f"{name}.{found.kind}",
            kind=found.kind,
            words=words,
            content=found.content,
            size=len(found.content),
            width=found.width,
            height=found.height,
            at=now,
        )
        about = f"{subject(kept)} {made.position}"
        write("membership.attach", subject=about, actor=who.actor, now=now)
    return made


@transaction.atomic
def remove(message: Message, position: int, *, who: Who, now: datetime) -> None:
    """Take a file away from a message that is being written. NoMessage."""
    kept = hold(message, who, Stage.DRAFT)
    if Attachment.objects.filter(message=kept, position=position).delete()[0]:
        about = f"{subject(kept)} {position}"
        write("membership.detach", subject=about, actor=who.actor, now=now)


def of(message: Message) -> Sequence[Attachment]:
    """Give the files of a message in their order, without what is in them."""
    return list(Attachment.objects.filter(message=message).defer("content").order_by("position"))


def one(message: Message, position: int) -> Attachment | None:
    """Give one of them with what is in it; None where there is none."""
    return Attachment.objects.filter(message=message, position=position).first()


def forget(*, now: datetime, limit: int) -> int:
    """Delete files of messages that are over or were given up long ago; say how many."""
    waits = Q(message__stage__in=(Stage.ASKED, Stage.READY))
    aged = Attachment.objects.exclude(waits).alias(
        over=Coalesce("message__ends_at", "message__written_at")
    )
    old = aged.filter(over__lte=now - KEPT).order_by("pk").values("pk")
    return Attachment.objects.filter(pk__in=old[:limit]).delete()[0]


def _named(given: str) -> str:
    """Give a name that is safe in a header, on a disc and on a page, without its ending."""
    bare = PurePosixPath(given.replace("\\", "/")).name
    plain = unicodedata.normalize("NFKC", bare)
    printed = "".join(sign if sign.isprintable() else " " for sign in plain)
    stem = _WORDLESS.sub(" ", printed).rpartition(".")[0] or printed
    words = " ".join(_WORDLESS.sub(" ", stem).replace(".", " ").split())
    return words[:_LONGEST_NAME].strip() or "file"


def _checked(name: str, content: bytes, *, scanner: str) -> Clean:
    """Give it as it was written anew. NoMessage, which says which rule it breaks."""
    if len(content) > LARGEST:
        raise NoMessage(f"{name} has more than {LARGEST:,} bytes.")
    try:
        scan(content, scanner=scanner)
    except Found:
        raise NoMessage(f"{name}: the virus scanner knows it as harmful.") from None
    except NotScanned:
        raise NoMessage(
            f"{name}: the virus scanner does not answer, so nothing can be taken in. Try later."
        ) from None
    try:
        found = read_answer(_apart(content))
    except NotSafe as wrong:
        raise NoMessage(f"{name} {wrong}.") from None
    except subprocess.SubprocessError:
        raise NoMessage(f"{name} takes too much time or memory to read.") from None
    if len(found.content) > LARGEST:
        raise NoMessage(f"{name} has more than {LARGEST:,} bytes once it is written anew.")
    return found


def _apart(content: bytes) -> bytes:
    """Have it cleaned in a process that has none of our keys. SubprocessError."""
    done = subprocess.run(  # noqa: S603 - our own program, and the file comes by its input
        _CHILD, input=content, capture_output=True, timeout=_WAIT, check=True, env={}
    )
    return done.stdout
