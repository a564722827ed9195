"""Keeps what a supervisor found on the day: risk, trial, MARAC, and what happens in these days."""

from datetime import datetime

from django.db import transaction

from heard.core.safe_calls import Check, Why, found
from heard.core.timing import london_date
from heard.journal.write import Actor, write
from heard.specialist.models import Consent, DayCheck


@transaction.atomic
def check(consent: int, told: Check, *, by: Actor, now: datetime) -> tuple[Why, ...]:
    """Keep it for this day alone, over what was found earlier; give what speaks against calling.

    Consent.DoesNotExist where the consent is over.
    """
    standing = Consent.objects.only("id").get(pk=consent, over_at=None, expires_at__gt=now)
    DayCheck.objects.create(
        consent=standing,
        day=london_date(now),
        risk=told.risk,
        trial=told.trial,
        marac=told.marac,
        advocate_agrees=told.advocate_agrees,
        trigger=told.trigger,
        checked_at=now,
        checked_by=by.label,
    )
    against = found(told)
    subject, reason = f"consent:{consent}", " ".join(against) or "passes"
    write("specialist.check", subject=subject, actor=by, now=now, reason=reason)
    return against
