"""Lists alerts by desk, and closes one for a reason that a person gives."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from heard.dialogues.clocks import Desk, at_desk
from heard.dialogues.models import Alert
from heard.journal.write import Actor, write

PAGE = 100  # alerts in a list
LONGEST, LONGEST_NUMBER = 1_000, 40  # characters of a remark, and of the number of a report
Outcome = Alert.Outcome
OUTCOMES: Mapping[str, str] = {
    Outcome.CALLED: "Called back, or went there",
    Outcome.RECORDED: "Passed on as a report",
    Outcome.PASSED: "Passed on to whom it is for",
    Outcome.KNOWN: "Already known",
    Outcome.NOTHING: "Nothing to do",
    Outcome.OTHER: "Another reason",
}


class NotClosed(Exception):
    """An alert cannot be closed like this; the message says why."""


def waiting(desk: Desk = Desk.SAFETY) -> list[Alert]:
    """Give what is open at a desk, the worst and oldest first, without the words."""
    found = Alert.objects.filter(at_desk(desk), closed_at=None).defer("body", "remark")
    return list(found.order_by("level", "raised_at", "id")[:PAGE])


def closed() -> list[Alert]:
    """Give what was closed lately, the newest first, without the words."""
    done = Alert.objects.filter(closed_at__isnull=False).defer("body", "remark")
    return list(done.order_by("-closed_at", "-id")[:PAGE])


@transaction.atomic
def close(
    alert: Alert,
    outcome: str,
    *,
    who: Actor,
    now: datetime,
    number: str = "",
    remark: str = "",
) -> None:
    """Close an alert; whoever closes what nobody has seen has seen it. NotClosed."""
    number, remark = " ".join(number.split()), remark.strip()
    if outcome not in OUTCOMES:
        raise NotClosed("Choose what came of it.")
    if outcome == Outcome.RECORDED and not number:
        raise NotClosed("Write the number under which it was recorded.")
    if outcome == Outcome.OTHER and not remark:
        raise NotClosed("Say what the other reason is.")
    if len(number) > LONGEST_NUMBER or len(remark) > LONGEST:
        raise NotClosed(
            f"Write at most {LONGEST_NUMBER} characters as a number and {LONGEST:,} as a remark."
        )
    facts = {"closed_at": now, "closed_by": who.label, "outcome": outcome, "escalate_at": None}
    open_ = Alert.objects.filter(pk=alert.pk, closed_at=None)
    if not open_.update(**facts, report_number=number, remark=remark or None):
        raise NotClosed("Somebody has closed it already.")
    Alert.objects.filter(pk=alert.pk, seen_at=None).update(seen_at=now, seen_by=who.label)
    reason = f"{outcome} {number}".strip()
    write("dialogues.close_alert", subject=f"alert:{alert.pk}", actor=who, now=now, reason=reason)
