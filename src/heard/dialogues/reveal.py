"""Keeps who saw somebody's words as they were written, and why."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from heard.core.text.redact import redact
from heard.journal.write import Actor, write

LONGEST = 300  # characters of a reason in own words


class Why(StrEnum):
    """Why somebody has to see what was hidden from them."""

    DANGER = "danger"
    CRIME = "crime"
    COMPLAINT = "complaint"
    MEANING = "meaning"
    ASKED_FOR = "asked for"
    OTHER = "other"


class NoReason(Exception):
    """Nothing is shown without a reason; the message says what is missing."""


@transaction.atomic
def reveal(subject: str, *, why: str, remark: str, who: Actor, now: datetime) -> None:
    """Note that somebody sees the words of `subject`. NoReason.

    What leads to people is hidden in the remark, since the journal is never erased.
    """
    remark = " ".join(remark.split())
    if why not in set(Why):
        raise NoReason("Choose why you have to see the words as they were written.")
    if why == Why.OTHER and not remark:
        raise NoReason("Say in a few words why you have to see them.")
    if len(remark) > LONGEST:
        raise NoReason(f"Say why in at most {LONGEST} characters.")
    reason = f"{why}: {redact(remark)}" if remark else why
    write("dialogues.reveal", subject=subject, actor=who, now=now, reason=reason)
