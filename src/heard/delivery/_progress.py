"""How letters move: up the order in which their states say more, back to wait, or out."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.db.models.functions import Least

from heard.core.screening import Stop
from heard.delivery.models import FINAL, Letter, Receipt, State

# Any news of a letter, in any order and any number of times, leaves it in the highest state
# that was heard of. That it was delivered is the last word. `cancelled` stands outside.
ORDER = tuple(state for state in State if state is not State.CANCELLED)
_SHORTEST_WAIT = timedelta(minutes=1)
_ERASED = {"due_at": None, "address": None, "body": None, "unsubscribe": None, "html": None}


def advance(references: Collection[UUID], *, to: State, now: datetime, **facts: str) -> int:
    """Move letters up to a state, or leave them where that says less; tell how many moved.

    One conditional UPDATE compares and changes at once, so that a receipt and the outcome of
    the hand-over may arrive in the same moment.
    """
    below = ORDER[: ORDER.index(to)]
    changes: dict[str, object] = {"state": to, "due_at": None, "reason": "", **facts}
    if to in FINAL:
        changes |= {"settled_at": now, **_ERASED}
    return Letter.objects.filter(reference__in=references, state__in=below).update(**changes)


def advance_each(news: Iterable[tuple[UUID, str]], *, now: datetime) -> None:
    """Move each letter up to the state that was heard of it, one UPDATE a state."""
    heard: dict[State, list[UUID]] = defaultdict(list)
    for reference, status in news:
        heard[State(status)].append(reference)
    for state in sorted(heard, key=ORDER.index):
        advance(heard[state], to=state, now=now)


def apply_receipts(letters: Iterable[Letter], *, now: datetime) -> frozenset[UUID]:
    """Move letters on by the receipts that were here before them; give their references."""
    references = [letter.reference for letter in letters]
    found = Receipt.objects.filter(reference__in=references).values_list("reference", "status")
    advance_each(found, now=now)
    return frozenset(reference for reference, _ in found)


def wait(letters: QuerySet[Letter], *, until: datetime, reason: str, now: datetime) -> int:
    """Let letters wait: a minute at least, so that nobody spins, and until they expire at most.

    Tells how many do.
    """
    later = max(until, now + _SHORTEST_WAIT)
    due_at = Least(later, F("expires_at"))
    return letters.update(state=State.CREATED, due_at=due_at, reason=reason)


def stop(letters: QuerySet[Letter], why: Stop, *, now: datetime) -> int:
    """Let letters wait, or stop them for good where the reason is one for ever; tell how many."""
    if why.until is None:
        return cancel(letters, reason=why.reason, now=now)
    return wait(letters, until=why.until, reason=why.reason, now=now)


def cancel(letters: QuerySet[Letter], *, reason: str, now: datetime) -> int:
    """Stop letters for good, erase what they held, and tell how many there were."""
    return letters.update(state=State.CANCELLED, reason=reason, settled_at=now, **_ERASED)


def these(letters: Iterable[Letter]) -> QuerySet[Letter]:
    """Give the rows of letters that are at hand."""
    return Letter.objects.filter(pk__in=[letter.pk for letter in letters])
