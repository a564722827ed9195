"""A note that somebody keeps for themselves. It is read by its writer alone, and erased by them."""

from datetime import datetime

from heard.accounts.models import User
from heard.improvement.models import PrivateNote

LONGEST = 10_000  # characters


class NoNote(Exception):
    """A note cannot be kept as it is; the message says why."""


def keep(words: str, *, of: User, now: datetime) -> None:
    """Keep a note in the place of the one before; an empty one erases it. NoNote.

    Nothing of it stands in the journal: that it is private holds for when it is written, too.
    """
    words = words.strip()
    if len(words) > LONGEST:
        raise NoNote(f"Write at most {LONGEST:,} characters.")
    if not words:
        PrivateNote.objects.filter(user=of).delete()
        return
    PrivateNote.objects.update_or_create(user=of, defaults={"words": words, "at": now})


def read(user: User) -> PrivateNote | None:
    """Give somebody's own note, if they keep one."""
    return PrivateNote.objects.filter(user=user).first()
