"""What of the alerts needs somebody: those that are open at the safety desk, by their clocks."""

from dataclasses import dataclass
from datetime import datetime

from heard.core.needs import Need, Urgency, What
from heard.dialogues.clocks import CLOSED_WITHIN, Desk, at_desk
from heard.dialogues.models import Alert

Level = Alert.Level
DANGER = frozenset((Level.L0, Level.L1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What is open at a desk: how many, of them unseen, since when, and the first clock.

    `first` is when the first of the clocks runs out, or ran out: to see it, or to close it.
    `is_danger` says that somebody may be in danger, or have come to harm.
    """

    n: int
    unseen: int
    oldest: datetime
    first: datetime
    is_danger: bool


def queue(desk: Desk = Desk.SAFETY) -> Queue | None:
    """Give what is open at a desk; None where nothing is."""
    found = Alert.objects.filter(at_desk(desk), closed_at=None)
    rows = list(found.values_list("level", "raised_at", "due_at", "seen_at"))
    if not rows:
        return None
    return Queue(
        n=len(rows),
        unseen=sum(seen is None for *_, seen in rows),
        oldest=min(raised for _, raised, _, _ in rows),
        first=min(seen + CLOSED_WITHIN[level] if seen else due for level, _, due, seen in rows),
        is_danger=any(level in DANGER for level, *_ in rows),
    )


def alerts(*, now: datetime) -> Need | None:
    """Give what is open at the safety desk.

    It cannot wait where somebody may be in danger or have come to harm, or a clock has run out.
    """
    found = queue()
    if found is None:
        return None
    urgency = Urgency.DANGER if found.is_danger or found.first <= now else Urgency.CLOCK
    return Need(what=What.ALERTS, urgency=urgency, n=found.n, by=found.first, since=found.oldest)
