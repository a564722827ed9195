"""Notes which addresses do not exist, as the letters that were sent there tell (rule SC-27)."""

from datetime import datetime, timedelta

from django.db import transaction

from heard.consent import people
from heard.delivery.models import State
from heard.invitations.models import Invitation

KEPT = timedelta(days=365)


@transaction.atomic
def note(*, now: datetime, limit: int) -> int:
    """Note the addresses of at most `limit` letters that failed for good, and say how many."""
    failed = Invitation.objects.filter(
        letter__state=State.PERMANENT_FAILURE, returned_at=None
    ).select_for_update(of=("self",), skip_locked=True)
    found = list(failed.order_by("id")[:limit])
    people.note_bad({invitation.person_print for invitation in found}, until=now + KEPT)
    Invitation.objects.filter(pk__in=[i.pk for i in found]).update(returned_at=now)
    return len(found)
