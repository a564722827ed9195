"""How soon an alert is to be seen and closed, and who is told when its time runs out."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from heard.core.text.triage import Family
from heard.dialogues.models import Alert
from heard.journal.write import SYSTEM, write

Level = Alert.Level
_log = structlog.get_logger(__name__)
# How soon somebody should have seen it: danger by the domain factbook, 3.9; the others are ours.
SEEN_WITHIN: Mapping[str, timedelta] = {
    Level.L0: timedelta(minutes=15),
    Level.L1: timedelta(hours=1),
    Level.L2: timedelta(days=1),
    Level.L3: timedelta(days=7),
}
# How soon whoever has seen it should have closed it; all are ours.
CLOSED_WITHIN: Mapping[str, timedelta] = {
    Level.L0: timedelta(hours=4),
    Level.L1: timedelta(hours=20),
    Level.L2: timedelta(days=5),
    Level.L3: timedelta(days=14),
}
RECORDED_WITHIN = timedelta(hours=24)  # a new report of a crime, by the Home Office's rules
_OF_CRIMES = frozenset(
    (Family.LIFE, Family.DOMESTIC, Family.CHILD, Family.HATE, Family.CRIME),
)


class Desk(StrEnum):
    """Who looks at alerts: one that is of two has to be seen at both."""

    SAFETY = "safety"
    COMPLAINT = "complaint"
    PRAISE = "praise"


def at_desk(desk: Desk) -> Q:
    """Give the alerts of a desk; that of safety has all that is not only complaint or thanks."""
    if desk is not Desk.SAFETY:
        return Q(families__contains=[desk.value])
    elsewhere = [Family.COMPLAINT.value, Family.PRAISE.value]
    return ~Q(families__contained_by=elsewhere) | Q(families=[])


def desk_of(alert: Alert) -> Desk:
    """Give the desk whose next level is told of an alert."""
    families = set(alert.families)
    if not families or families - {Family.COMPLAINT, Family.PRAISE}:
        return Desk.SAFETY
    return Desk.COMPLAINT if Family.COMPLAINT in families else Desk.PRAISE


def record_by(alert: Alert) -> datetime | None:
    """Give until when a crime that it tells of has to be recorded, if it may tell of one."""
    return alert.raised_at + RECORDED_WITHIN if _OF_CRIMES.intersection(alert.families) else None


def told(alert: Alert, levels: Mapping[str, Sequence[str]]) -> str:
    """Give who was told last that an alert is overdue."""
    chain = levels.get(desk_of(alert), ())
    return chain[min(alert.escalated, len(chain)) - 1] if alert.escalated and chain else ""


@transaction.atomic
def escalate(*, now: datetime, limit: int, levels: Mapping[str, Sequence[str]]) -> int:
    """Tell the next level of each alert whose time ran out; say of how many.

    The journal keeps who is to be told, and the worker's log says it to whatever watches that.
    After the last level the alert stays on top of its page.
    """
    due = list(_due(now).select_for_update(skip_locked=True, of=("self",))[:limit])
    for alert in due:
        chain = levels.get(desk_of(alert), ())
        alert.escalated = min(alert.escalated + 1, max(len(chain), 1))
        more = alert.escalated < len(chain)
        alert.escalate_at = now + SEEN_WITHIN[alert.level] if more else None
        alert.save(update_fields=["escalated", "escalate_at"])
        whom = told(alert, levels) or "nobody is named"
        reason = f"level {alert.escalated}: {whom}"
        subject = f"alert:{alert.pk}"
        write("dialogues.escalate", subject=subject, actor=SYSTEM, now=now, reason=reason)
        _log.warning("an alert is overdue", alert=alert.pk, level=alert.level, tell=whom)
    return len(due)


def overdue() -> QuerySet[Alert]:
    """Give what is overdue, the worst and oldest first, without the words."""
    late = Alert.objects.filter(closed_at=None, escalated__gt=0).defer("body", "remark")
    return late.order_by("level", "raised_at", "id")


def _due(now: datetime) -> QuerySet[Alert]:
    """Give what is due, what an older process raised without this clock too."""
    unset = Q(escalate_at=None, escalated=0, seen_at=None, due_at__lte=now)
    due = Alert.objects.filter(Q(escalate_at__lte=now) | unset, closed_at=None)
    return due.order_by("level", "raised_at", "id")
