"""What needs a member of staff: what it is, how urgent, and in which order things are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum

MOST = 3  # that a first page names: whoever is told ten things is told none
_NEVER = datetime.max.replace(tzinfo=UTC)


class Urgency(IntEnum):
    """The first is what cannot wait, then what a clock runs for, what waits, what has changed."""

    DANGER = 1
    CLOCK = 2
    WAITING = 3
    CHANGED = 4


class What(StrEnum):
    """What it is that needs somebody."""

    ALERTS = "alerts"
    HOLDS = "holds"
    STOPPED = "stopped"
    UNCLEAR = "unclear"
    SILENT = "silent"
    DEAD = "dead_letters"
    CODES = "codes"
    FORMS = "forms"
    CALLS = "calls"
    CHANGES = "changes"
    RELEASES = "releases"
    REVIEWS = "reviews"
    SPENT = "spent"
    REFUSED = "refused"
    REVEALED = "revealed"
    GRANTS = "grants"
    COMMENDATIONS = "commendations"
    COMMENTS = "comments"
    TARGETS = "targets"
    MESSAGES = "messages"
    REPLIES = "replies"
    WAVES = "waves"
    LISTS = "lists"
    CHATS = "chats"
    CALL_BACKS = "call_backs"
    FLOWS = "flows"
    COMMENDED = "commended"
    OWN = "own"
    MOVED = "moved"
    BROKEN = "broken"
    FEW = "few"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing, how many of it, and what it is about, if it is about one.

    `by` is when the clock of the first of them runs out, or ran out; `since` is since when the
    oldest waits, or when the last came.
    """

    what: What
    urgency: Urgency
    n: int = 1
    by: datetime | None = None
    since: datetime | None = None
    about: str = ""


def in_order(found: Iterable[Need | None]) -> list[Need]:
    """Put what needs somebody in its order: by urgency, whose time ends first, then the oldest.

    What has no time comes last among its like, and among those the most first.
    """
    return sorted(
        (one for one in found if one),
        key=lambda one: (one.urgency, one.by or _NEVER, one.since or _NEVER, -one.n),
    )
