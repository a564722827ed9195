"""The order in which the states of a letter say more: it only ever moves up."""

from datetime import datetime

from heard.delivery.models import FINAL, Letter, State

# Any news of a letter, in any order and any number of times, leaves it in the highest state
# that was heard of. That it was delivered is the last word. `cancelled` stands outside.
ORDER = tuple(state for state in State if state is not State.CANCELLED)


def advance(
    reference: object, *, to: State, now: datetime, reason: str = "", gateway_id: str | None = None
) -> bool:
    """Move a letter up to a state, or leave it where that says less; tell whether it moved.

    One conditional UPDATE is the comparison and the change in one, so that a receipt and the
    outcome of a hand-over can arrive at the same moment.
    """
    facts: dict[str, object] = {"state": to, "due_at": None, "reason": reason}
    if to in FINAL:
        facts |= {"settled_at": now, "address": None, "body": None}
    if gateway_id is not None:
        Letter.objects.filter(reference=reference).update(gateway_id=gateway_id)
    below = ORDER[: ORDER.index(to)]
    return bool(Letter.objects.filter(reference=reference, state__in=below).update(**facts))
