"""The link to the equality questions: a random id that Heard has signed, good for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

LIFE = timedelta(days=1)
_SALT = "heard.equality.link"  # what is signed for anything else does not open it


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Whom a link lets in: under which id, and whether each page has a button to leave at once.

    `is_member` is who comes from the membership, and not from a survey.
    """

    apart: UUID
    quick_exit: bool
    is_member: bool = False


def make(opened: Pass, *, now: datetime) -> str:
    """Give a token that names the id, when it ends, and nothing of the person or the survey."""
    ends = int((now + LIFE).timestamp())
    return Signer(salt=_SALT).sign(f"{opened.apart.hex}-{ends:x}-{_flags(opened)}")


def find(token: str, *, now: datetime) -> Pass | None:
    """Read a token; None for one that is too old, changed, or was made for something else."""
    try:
        apart, ends, flags = Signer(salt=_SALT).unsign(token).split("-")
    except BadSignature:
        return None
    if int(ends, 16) <= now.timestamp():
        return None
    return Pass(apart=UUID(apart), quick_exit=flags in ("1", "3"), is_member=flags in ("2", "3"))


def _flags(opened: Pass) -> int:
    return opened.quick_exit + 2 * opened.is_member
