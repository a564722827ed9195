"""Tells the duty desk of somebody in danger in the live chat whom nobody at its desk has taken."""

from datetime import datetime

from django.db import transaction

from heard.conversations import tend
from heard.conversations.models import Conversation
from heard.dialogues.clocks import SEEN_WITHIN
from heard.dialogues.models import Alert
from heard.journal.write import SYSTEM, write

WHAT = "in the live chat, and nobody at its desk has taken it"


@transaction.atomic
def raise_for_chats(*, now: datetime, limit: int) -> int:
    """Raise an alert for each that escalated, once, and without a word of it; say how many."""
    told = Alert.objects.filter(conversation__isnull=False).values("conversation")
    waits = tend.escalated().filter(level=Conversation.Level.NOW).exclude(pk__in=told)
    found = list(waits.select_for_update(skip_locked=True, of=("self",))[:limit])
    for talk in found:
        due = now + SEEN_WITHIN[Alert.Level.L0]
        alert = Alert.objects.create(
            conversation=talk,
            level=Alert.Level.L0,
            category=WHAT,
            triggers=[talk.trigger] if talk.trigger else [],
            raised_at=now,
            due_at=due,
            escalate_at=due,
        )
        subject = f"alert:{alert.pk}"
        write("dialogues.raise_alert", subject=subject, actor=SYSTEM, now=now, reason=WHAT)
    return len(found)
