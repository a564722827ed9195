"""What becomes of members by itself: forgotten, silent, out of reach, asked, or placed anew."""

from collections.abc import Callable
from datetime import datetime

from heard.membership import change, enrol, failed, lists, placed


def tend(*, site: str, draw: Callable[[int], bytes], now: datetime, limit: int) -> int:
    """Do the next of each, at most `limit` of a kind; say how much was done in all."""
    return (
        enrol.forget_pending(now=now, limit=limit)
        + change.erase_left(now=now, limit=limit)
        + change.note_dormant(now=now, limit=limit)
        + failed.note_failed(now=now, limit=limit)
        + lists.ask_next(site=site, draw=draw, now=now, limit=limit)
        + placed.place_anew(now=now, limit=limit)
    )
