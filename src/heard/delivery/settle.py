"""What a person finds out about a letter of which nobody knew whether it had left."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from heard.delivery._progress import advance, cancel, these
from heard.delivery.budget import give_back
from heard.delivery.models import Letter, State
from heard.journal.write import Actor, write

NOT_LEFT = "not-left"  # why a letter was cancelled of which a person says that it never left


@transaction.atomic
def settle_unknown(reference: UUID, *, arrived: bool, by: Actor, now: datetime) -> bool:
    """Write down that an unknown letter arrived, or that it did not: it is not sent again.

    False where its receipt, or somebody else, was faster.
    """
    unknown = Letter.objects.select_for_update().filter(reference=reference, state=State.UNKNOWN)
    letter = unknown.first()
    if letter is None:
        return False
    if arrived:
        advance([reference], to=State.DELIVERED, now=now)
    else:
        give_back([letter])
        cancel(these([letter]), reason=NOT_LEFT, now=now)
    said = "it arrived" if arrived else "it did not arrive"
    write("sending.settle", subject=f"letter:{reference}", actor=by, now=now, reason=said)
    return True
