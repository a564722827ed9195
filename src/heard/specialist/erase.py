"""Erases what leads to a person once their consent is over, and ends calls that were left."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from heard.journal.write import SYSTEM, write
from heard.specialist import calls
from heard.specialist.consents import SEALED
from heard.specialist.models import Call, Consent

GONE = dict.fromkeys(SEALED)


@transaction.atomic
def erase(*, now: datetime) -> int:
    """Erase number, name, times, words and story of every consent that is over; say how many.

    While somebody is on the telephone nothing is erased; a call that was left is ended first.
    """
    ended = calls.end_left(now=now)
    over = Consent.objects.filter(Q(over_at__lte=now) | Q(expires_at__lte=now), erased_at=None)
    going_on = Call.objects.filter(consent=OuterRef("pk"), ended_at=None)
    found = over.exclude(Exists(going_on)).select_for_update(skip_locked=True)
    erased = list(found.values_list("pk", "over_at"))
    for consent, over_at in erased:
        ends = {} if over_at else {"over_at": now, "over_because": "expired"}
        Consent.objects.filter(pk=consent).update(erased_at=now, hours=[], **GONE, **ends)
        write("specialist.erase", subject=f"consent:{consent}", actor=SYSTEM, now=now)
    return len(erased) + ended
