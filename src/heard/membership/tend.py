"""What becomes of members, and of old files, by itself: forgotten, silent, asked, placed anew."""

from collections.abc import Callable
from datetime import datetime, timedelta

from heard.membership import attach, change, failed, lists, placed, waves
from heard.membership.enrol import DAY, LIVES
from heard.membership.models import Access, Member, State

KEPT = timedelta(days=4)  # of a link that is too old: what tells an old address goes by it


def tend(*, site: str, draw: Callable[[int], bytes], now: datetime, limit: int) -> int:
    """Do the next of each, at most `limit` of a kind; say how much was done in all."""
    return (
        forget_pending(now=now, limit=limit)
        + change.erase_left(now=now, limit=limit)
        + change.note_dormant(now=now, limit=limit)
        + failed.note_failed(now=now, limit=limit)
        + lists.ask_next(site=site, draw=draw, now=now, limit=limit)
        + placed.place_anew(now=now, limit=limit)
        + waves.close_ended(now=now, limit=limit)
        + attach.forget(now=now, limit=limit)
    )


def forget_pending(*, now: datetime, limit: int) -> int:
    """Forget who asked and never confirmed, and old links with where they went; say how many."""
    old = Member.objects.filter(state=State.PENDING, asked_at__lte=now - LIVES)
    done, _ = Member.objects.filter(pk__in=old.order_by("asked_at")[:limit]).delete()
    Access.objects.exclude(network="").filter(sent_at__lte=now - DAY).update(network="")
    over = Access.objects.filter(expires_at__lte=now - KEPT).order_by("expires_at")
    gone, _ = Access.objects.filter(pk__in=over[:limit]).delete()
    return done + gone
