"""How long somebody in the queue may have to wait, or that nobody can say."""

from datetime import datetime, timedelta

from heard.conversations.models import Adviser, Conversation, Stint

LOOKED = timedelta(minutes=30)  # of the past, for how fast the queue moves
FEWEST = 5  # conversations taken up in that time, below which nothing is said
LONG = timedelta(minutes=10)  # of waiting, from which other ways are offered (domain, 10.2)


def expected(place: int, *, now: datetime) -> timedelta | None:
    """Give how long the one at this place of the queue may wait: 1 is next.

    As fast as conversations were taken up in the last half hour: time = place / rate. None where
    nobody is at the desk, or too few were taken up to tell.
    """
    if not is_open():
        return None
    taken = Stint.objects.filter(taken_at__gt=now - LOOKED, taken_at__lte=now).count()
    return LOOKED * place / taken if taken >= FEWEST else None


def is_open() -> bool:
    """Tell whether anybody is at the desk."""
    return Adviser.objects.filter(is_there=True).exists()


def is_long(talk: Conversation, place: int, *, now: datetime) -> bool:
    """Tell whether other ways are to be offered: nobody is there, or it takes too long."""
    has = now - talk.waits_since if talk.waits_since else timedelta(0)
    ahead = expected(place, now=now)
    return not is_open() or has >= LONG or (ahead is not None and ahead > LONG)
